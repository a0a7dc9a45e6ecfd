{# Whether two sums of one currency disagree beyond how exactly they were said; the same rule as in pipelines/events/fits.py. #}
{% macro sums_disagree(one, other) -%}
(
    {{ one }}.currency_code is not distinct from {{ other }}.currency_code
    and coalesce({{ one }}.amount_high, {{ one }}.amount) < {{ other }}.amount
    and ({{ other }}.amount - coalesce({{ one }}.amount_high, {{ one }}.amount)) / {{ other }}.amount > case
        when {{ one }}.amount_qualifier in ('more_than', 'about') or {{ other }}.amount_qualifier = 'about' then 0.08
        when {{ other }}.amount_qualifier = 'up_to' then 0.15
        else 0.005
    end
)
{%- endmacro %}
