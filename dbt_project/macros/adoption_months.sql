{# The last month in which the stage of any adoption changed. #}
{% macro last_adoption_month(states) -%}
(select cast(date_trunc('month', max(greatest(known_from, coalesce(known_to, known_from)))) as date) from {{ states }})
{%- endmacro %}

{# Up to which month the counts of a provider stand whose adoptions are not touched: the last month of all, now or before. #}
{% macro adoptions_counted_until() -%}
least(
    {{ last_adoption_month('newsledger.marts.fct_model_adoption_states') }},
    greatest(
        {{ last_adoption_month(
            'newsledger.marts.fct_model_adoption_states where event_key not in (' ~ touched('event_key') ~ ')'
        ) }},
        {{ last_adoption_month('newsledger.replaced.fct_model_adoption_states') }}
    )
)
{%- endmacro %}

{% macro is_after_counted_months() -%} month_date > {{ adoptions_counted_until() }} {%- endmacro %}

{# The months from the first of these adoptions to the last of all. #}
{% macro adoption_months(states) -%}
select unnest(generate_series(
    cast(date_trunc('month', min(known_from)) as date),
    {{ last_adoption_month(ref('fct_model_adoption_states')) }},
    interval 1 month
)) as month_date
from {{ states }}
{%- endmacro %}

{# The rows of providers that are not touched, for months that have begun since: each is as the last was. #}
{% macro adoptions_carried_on() -%}
{%- if goes_on() -%}
union all
select
    standing.provider,
    cast(months.month_date as date) as month_date,
    standing.stage,
    standing.adoption_count,
    standing.confirmed_count
from {{ this }} as standing
cross join (
    select unnest(generate_series(
        {{ adoptions_counted_until() }} + interval 1 month,
        {{ last_adoption_month(ref('fct_model_adoption_states')) }},
        interval 1 month
    )) as month_date
) as months
where
    standing.month_date = {{ adoptions_counted_until() }}
    and standing.provider not in ({{ touched('provider') }})
{%- endif -%}
{%- endmacro %}
