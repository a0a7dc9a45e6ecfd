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
),

-- What may be added in the circular flows, each event once.
addable as (
    select
        event_key,
        amount_kind,
        max(addable_usd) as addable_usd
    from {{ ref('rpt_circular_flows') }}
    group by event_key, amount_kind
),

added as (
    select
        amount_kind,
        sum(addable_usd) as addable_usd
    from addable
    group by amount_kind
),

committed as (
    select
        amount_kind,
        sum(amount_usd) as committed_usd
    from {{ ref('rpt_money_by_month') }}
    where is_committed and not is_part
    group by amount_kind
)


select facts.amount_kind
from facts
full outer join months on facts.amount_kind = months.amount_kind
where
    coalesce(facts.amount_usd, -1) != coalesce(months.amount_usd, -1)
    or coalesce(facts.event_count, -1) != coalesce(months.event_count, -1)
union all
-- Who adds what may be added in the circular flows, kind by kind, never comes to more than the committed money of that
-- kind; and no row that may be added is of a kind that is not paid, or counted in another.
select added.amount_kind
from added
left join committed on added.amount_kind = committed.amount_kind
where added.addable_usd > coalesce(committed.committed_usd, 0)
union all
select amount_kind
from {{ ref('rpt_circular_flows') }}
where
    addable_usd is not null
    and (
        not is_committed
        or is_part
        or amount_kind not in ('raise', 'tranche', 'deal_value', 'contract_value', 'debt', 'grant', 'pledge')
    )
