with kept_out as (
    select
        article_id,
        page_id,
        coalesce(set_aside_reason, status) as reason,
        coalesce(bool_or(set_aside_reason in ('gone', 'forgotten')) over (partition by page_id), false) as is_taken_away
    from {{ ref('dim_articles') }}
    where status in ('set_aside', 'retracted', 'superseded', 'waiting')
)

-- A page that was taken away, with all its versions, is one page.
select
    'articles' as thing,
    reason,
    count(distinct if(reason in ('gone', 'forgotten', 'retracted'), page_id, article_id)) as thing_count
from kept_out
where reason != 'retracted' or not is_taken_away
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
