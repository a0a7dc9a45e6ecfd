-- How many adoptions of each provider's models stood at each stage at the end of each month, as then known, up to
-- the month of the newest claim of any kind. Counted by
-- what came to a stage and what left it, so that the work follows the changes and not the months. In the order of
-- providers, since readers ask for one; of a provider that changed, the months since are replaced.
{{ config(**incremental_by('provider', [], places='rows_counted_again')) }}
with states as (
    select
        event_key,
        stage,
        is_confirmed,
        known_from,
        known_to,
        coalesce(provider, 'not said') as provider
    from {{ ref('fct_model_adoption_states') }}
    where {{ only_touched('provider', "coalesce(provider, 'not said')") }}
),

changes as (
    {{ adoption_changes('states') }}
),

by_month as (
    select
        provider,
        stage,
        month_date,
        sum(change_count) as change_count,
        sum(confirmed_change_count) as confirmed_change_count
    from changes
    group by provider, stage, month_date
),

stood as (
    select distinct
        provider,
        stage
    from by_month
),

months as (
    {{ adoption_months('states') }}
),

counted as (
    select
        stood.provider,
        stood.stage,
        cast(months.month_date as date) as month_date,
        cast(sum(by_month.change_count) over so_far as bigint) as adoption_count,
        cast(sum(by_month.confirmed_change_count) over so_far as bigint) as confirmed_count
    from stood
    cross join months
    left join by_month
        on
            stood.provider = by_month.provider
            and stood.stage = by_month.stage
            and months.month_date = by_month.month_date
    window so_far as (partition by stood.provider, stood.stage order by months.month_date)
)

select
    provider,
    month_date,
    stage,
    adoption_count,
    confirmed_count
from counted
where adoption_count > 0 and {{ is_month_counted_again('counted') }}
{{ adoptions_carried_on() }}
order by provider, month_date, stage
