-- Legal actions that are not at an end. One row an event.
{{ config(**incremental_by('linked_event_key', ['event_key'])) }}
with linked as (
    select
        event_key,
        list_sort(list(linked_event_key) filter (where link_type = 'concerns')) as concerned_event_keys,
        list_sort(list(linked_event_key) filter (where link_type = 'continues')) as continued_event_keys
    from {{ ref('bridge_event_links') }}
    where link_type in ('concerns', 'continues') and {{ only_touched('linked_event_key', 'event_key') }}
    group by event_key
),

-- The stage that it is at now was reached later: a case is open since the day on which it was brought.
brought as (
    select
        event_key,
        min(event_date) as opened_date,
        arg_min(event_date_precision, (event_date, known_at, claim_key)) as opened_date_precision
    from {{ ref('fct_claims') }}
    where
        {{ lying_where(ref('fct_claims'), only_touched('linked_event_key', 'event_key')) }}
        and polarity = 'affirmed' and stage in ('filed', 'probe_opened') and event_date is not null
    group by event_key
)

select
    actions.event_key,
    actions.plaintiffs,
    actions.defendants,
    actions.action_type,
    actions.claim_basis,
    actions.forum,
    actions.stage,
    actions.grade,
    actions.is_confirmed,
    actions.is_disputed,
    actions.is_background_only,
    actions.event_date,
    actions.event_date_precision,
    brought.opened_date,
    coalesce(brought.opened_date_precision, 'unknown') as opened_date_precision,
    actions.first_reported_at,
    actions.last_reported_at,
    actions.amount,
    actions.amount_high,
    actions.currency_code,
    actions.amount_qualifier,
    actions.amount_kind,
    actions.amount_grade,
    coalesce(linked.concerned_event_keys, []) as concerned_event_keys,
    coalesce(linked.continued_event_keys, []) as continued_event_keys,
    actions.quote,
    actions.article_url,
    actions.claim_key
from (
    select *
    from {{ ref('fct_legal_actions') }}
    where {{ lying_where(ref('fct_legal_actions'), only_touched('linked_event_key', 'event_key')) }}
) as actions
inner join {{ ref('stages') }} as stages
    on stages.claim_type = 'legal_action' and actions.stage = stages.stage and stages.stage_kind = 'progress'
left join linked on actions.event_key = linked.event_key
left join brought on actions.event_key = brought.event_key
