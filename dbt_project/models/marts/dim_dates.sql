with days as (
    select event_date as date_day from {{ ref('int_events') }}
    union all
    select cast(known_at as date) as date_day from {{ ref('int_articles_versioned') }}
    union all
    select term_end as date_day from {{ ref('int_events') }}
),

every_day as (
    select cast(unnest(generate_series(min(date_day), max(date_day), interval 1 day)) as date) as date_day
    from days
)

select
    date_day,
    cast(date_trunc('month', date_day) as date) as month_date,
    cast(date_trunc('quarter', date_day) as date) as quarter_date,
    cast(year(date_day) as integer) as year_number,
    cast(isodow(date_day) as integer) as weekday_number
from every_day
