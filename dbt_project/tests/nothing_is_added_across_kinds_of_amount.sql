-- The money by month adds up, kind by kind, to the facts: no event is counted twice and none under another kind.
with facts as (
    select
        amount_kind,
        sum(amount_usd) as amount_usd,
        count(*) as event_count
    from {{ ref('fct_investments') }}
    where amount is not null
    group by amount_kind
),

months as (
    select
        amount_kind,
        sum(amount_usd) as amount_usd,
        sum(event_count) as event_count
    from {{ ref('rpt_money_by_month') }}
    group by amount_kind
)

select facts.amount_kind
from facts
full outer join months on facts.amount_kind = months.amount_kind
where
    coalesce(facts.amount_usd, -1) != coalesce(months.amount_usd, -1)
    or coalesce(facts.event_count, -1) != coalesce(months.event_count, -1)
