{# The last month in which the stage of any adoption changed. #}
{% macro last_adoption_month(states) -%}
(select cast(date_trunc('month', max(greatest(known_from, coalesce(known_to, known_from)))) as date) from {{ states }})
{%- endmacro %}

{# The month up to which adoptions are counted: that of the newest claim, of whatever kind, or of a later withdrawal. #}
{% macro last_month_told(states, claims) -%}
greatest(
    {{ last_adoption_month(states) }},
    (select cast(date_trunc('month', max(known_at)) as date) from {{ claims }})
)
{%- endmacro %}

{#
  Up to which month the counts of a provider stand whose adoptions are not touched: the last month of all, now or before. Before it
  was the last that has a row, or, where nothing stood any more, that of the last change. Rows that this build took out count too.
#}
{% macro adoptions_counted_until(taken_out=false) -%}
least(
    {{ last_month_told('newsledger.marts.fct_model_adoption_states', 'newsledger.marts.fct_claims') }},
    greatest(
        (select max(month_date) from newsledger.marts.rpt_adoptions_by_provider),
        {% if taken_out %}
        (select max(month_date) from newsledger.replaced.rpt_adoptions_by_provider),
        {% endif %}
        {{ last_adoption_month(
            'newsledger.marts.fct_model_adoption_states where event_key not in (' ~ touched('event_key') ~ ')'
        ) }},
        {{ last_adoption_month('newsledger.replaced.fct_model_adoption_states') }}
    )
)
{%- endmacro %}

{#
  What comes to a stage and what leaves it, by provider and month: the rows of a relation of states, as `changes` of the model has them.
#}
{% macro adoption_changes(states) -%}
select
    coalesce(provider, 'not said') as provider,
    stage,
    cast(date_trunc('month', known_from) as date) as month_date,
    1 as change_count,
    cast(is_confirmed as integer) as confirmed_change_count
from {{ states }}
union all
select
    coalesce(provider, 'not said') as provider,
    stage,
    cast(date_trunc('month', known_to) as date) as month_date,
    -1 as change_count,
    -cast(is_confirmed as integer) as confirmed_change_count
from {{ states }}
where known_to is not null
{%- endmacro %}

{#
  The providers of which something else came or went than before this build, with the first month in which it did: most states
  that a build makes again are as they were, and counts of the months before stand (10 million claims: some thousand rows
  replaced instead of 480,000 of 14 million, 2026-11-26).
#}
{% macro adoptions_changed() -%}
{%- set made, replaced = 'newsledger.made.fct_model_adoption_states', 'newsledger.replaced.fct_model_adoption_states' -%}
select
    provider,
    min(month_date) as changed_month
from (
    (({{ adoption_changes(made) }}) except all ({{ adoption_changes(replaced) }}))
    union all
    (({{ adoption_changes(replaced) }}) except all ({{ adoption_changes(made) }}))
) as changed
group by provider
{%- endmacro %}

{# The places of the rows of such providers from that month on, and of all for months that have begun since. #}
{% macro rows_counted_again() -%}
select counted.rowid as place
from newsledger.marts.rpt_adoptions_by_provider as counted
inner join ({{ adoptions_changed() }}) as changed
    on counted.provider = changed.provider and counted.month_date >= changed.changed_month
union
select counted.rowid as place
from newsledger.marts.rpt_adoptions_by_provider as counted
where counted.month_date > {{ adoptions_counted_until() }}
{%- endmacro %}

{# Which of the months counted of such a provider were taken out: those from its change on, and those that have begun since. #}
{% macro is_month_counted_again(counted) -%}
{%- if goes_on() -%}
{{ counted }}.month_date >= least(
    (select changed.changed_month from ({{ adoptions_changed() }}) as changed where {{ counted }}.provider = changed.provider),
    {{ adoptions_counted_until(taken_out=true) }} + interval 1 month
)
{%- else -%} true {%- endif -%}
{%- endmacro %}

{# The months from the first of these adoptions to the last that news tells of. #}
{% macro adoption_months(states) -%}
select unnest(generate_series(
    cast(date_trunc('month', min(known_from)) as date),
    {{ last_month_told(ref('fct_model_adoption_states'), ref('fct_claims')) }},
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
        {{ adoptions_counted_until(taken_out=true) }} + interval 1 month,
        {{ last_month_told(ref('fct_model_adoption_states'), ref('fct_claims')) }},
        interval 1 month
    )) as month_date
) as months
where
    standing.month_date = {{ adoptions_counted_until(taken_out=true) }}
    and standing.provider not in ({{ touched('provider') }})
{%- endif -%}
{%- endmacro %}
