-- Of each table the first and the last day alone: DuckDB has them at hand, and need not make a day of every moment.
{% set dated = [
    ('fct_investments', 'event_date'),
    ('fct_model_adoptions', 'event_date'),
    ('fct_legal_actions', 'event_date'),
    ('fct_partnership_terms', 'event_date'),
    ('fct_partnership_terms', 'term_end'),
    ('dim_articles', 'known_at'),
] %}
with days as (
    {% for mart, column in dated %}
    select unnest([cast(min({{ column }}) as date), cast(max({{ column }}) as date)]) as date_day from {{ ref(mart) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
