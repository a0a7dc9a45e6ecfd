-- How many adoptions of each provider's models stood at each stage at the end of each month, as then known. Counted by
-- what came to a stage and what left it, so that the work follows the changes and not the months.
with changes as (
    select
        coalesce(provider, 'not said') as provider,
        stage,
        cast(date_trunc('month', known_from) as date) as month_date,
        1 as change_count,
        cast(is_confirmed as integer) as confirmed_change_count
    from {{ ref('fct_model_adoption_states') }}
    union all
    select
        coalesce(provider, 'not said') as provider,
        stage,
        cast(date_trunc('month', known_to) as date) as month_date,
        -1 as change_count,
        -cast(is_confirmed as integer) as confirmed_change_count
    from {{ ref('fct_model_adoption_states') }}
    where known_to is not null
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
    select unnest(generate_series(min(month_date), max(month_date), interval 1 month)) as month_date
    from by_month
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
where adoption_count > 0
