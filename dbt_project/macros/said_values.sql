{# A sum as the conflicts write it; two sums are one value when they are written alike. #}
{% macro sum_said(low, high='null', currency='null') -%}
{{ low }} || coalesce(' to ' || {{ high }}, '') || coalesce(' ' || {{ currency }}, '')
{%- endmacro %}

{# Whether nobody decided that this value of the field does not hold. #}
{% macro is_not_rejected(field, value) -%}
not coalesce(list_contains(rejected_values, '{{ field }}=' || {{ value }}), false)
{%- endmacro %}
