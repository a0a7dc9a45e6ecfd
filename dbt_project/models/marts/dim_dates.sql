with days as (
    {% for fact in ['fct_investments', 'fct_model_adoptions', 'fct_legal_actions', 'fct_partnership_terms'] %}
    select event_date as date_day from {{ ref(fact) }}
    union all
    {% endfor %}
    select cast(known_at as date) as date_day from {{ ref('dim_articles') }}
    union all
    select term_end as date_day from {{ ref('fct_partnership_terms') }}
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
