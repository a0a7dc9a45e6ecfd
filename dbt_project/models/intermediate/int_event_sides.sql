-- Who acts on whom in each event, with what links one event to another. One row an event that is held.
{{ config(**incremental_by('event_key', moment='first_reported_at')) }}
with sides as (
    select
        claims.event_key,
        list_distinct(flatten(list(claims.investor_ids || claims.plaintiff_ids || claims.party_ids))) as doers,
        list_distinct(
            flatten(list(claims.defendant_ids || if(claims.recipient_id is null, [], [claims.recipient_id])))
        ) as others,
        -- Where a round, or what somebody puts in, is told as the news itself.
        list_sort(list_distinct(list(claims.article_id) filter (
            where claims.amount_kind in ('raise', 'tranche') and not claims.is_background
        ))) as article_ids,
        list_sort(list_distinct(list(claims.article_id) filter (
            where claims.amount_kind in ('raise', 'tranche') and claims.stage = 'effective'
        ))) as paid_article_ids
    from {{ ref('int_event_claims') }} as claims
    where claims.is_affirmed
    group by claims.event_key
)

select
    facts.event_key,
    facts.claim_type,
    facts.stage,
    facts.amount_kind,
    facts.amount,
    facts.amount_qualifier,
    facts.currency_code,
    facts.action_type,
    facts.deal_type,
    facts.claim_basis,
    facts.event_date,
    facts.first_reported_at,
    facts.last_reported_at,
    {{ round_form('facts.round') }} as round,
    coalesce(sides.article_ids, []) as article_ids,
    coalesce(sides.paid_article_ids, []) as paid_article_ids,
    list_sort(sides.doers) as doers,
    list_sort(sides.others) as others
from {{ ref('int_events') }} as facts
inner join sides on facts.event_key = sides.event_key
order by facts.first_reported_at, facts.event_key
