select
    'articles' as thing,
    coalesce(set_aside_reason, status) as reason,
    count(*) as thing_count
from {{ ref('dim_articles') }}
where status in ('set_aside', 'retracted', 'superseded', 'waiting')
group by 1, 2
union all
select
    'claims' as thing,
    reason,
    count(*) as thing_count
from {{ ref('stg_extraction__rejected_claims') }}
group by 1, 2
union all
select
    'claims' as thing,
    'ambiguous' as reason,
    count(*) as thing_count
from {{ ref('rpt_ambiguous_claims') }}
having count(*) > 0
union all
select
    'rows' as thing,
    rule as reason,
    count(*) as thing_count
from {{ ref('stg_loads__quarantined_rows') }}
group by 1, 2
union all
select
    'amounts' as thing,
    'no_exchange_rate' as reason,
    count(*) as thing_count
from {{ ref('fct_investments') }}
where amount is not null and amount_usd is null
having count(*) > 0
