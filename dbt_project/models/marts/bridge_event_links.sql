-- part_of: an instalment of a round or of a total, a cheque for a plan. concerns: a legal action over an agreement or
-- deal between its sides. continues: a probe, complaint or threat and the suit between the same sides that came of it.
{{ config(**incremental_by('event_key', ['event_key', 'linked_event_key'])) }}
with events as (
    select
        *,
        event_key in (select touched.event_key from {{ ref('int_events_touched') }} as touched) as is_touched
    from {{ ref('int_event_sides') }}
)

select
    part.event_key,
    whole.event_key as linked_event_key,
    'part_of' as link_type
from events as part
inner join events as whole
    on
        (part.others = whole.others or (part.others = [] and part.amount_kind = 'capacity_plan'))
        and part.event_key != whole.event_key
        and (whole.doers = [] or list_has_any(part.doers, whole.doers))
where
    (part.is_touched or whole.is_touched)
    and part.claim_type = 'investment' and whole.claim_type = 'investment'
    and (len(part.others) > 0 or part.amount_kind = 'capacity_plan')
    and (
        (whole.amount_kind = 'cumulative_to_date' and part.amount_kind in ('tranche', 'raise', 'deal_value'))
        or (whole.amount_kind = 'raise' and part.amount_kind = 'tranche')
        or (whole.amount_kind = 'capacity_plan' and part.amount_kind = 'capacity_plan' and part.amount < whole.amount)
        or (
            whole.amount_kind = 'capacity_plan'
            and part.amount_kind in ('tranche', 'deal_value', 'contract_value', 'debt', 'pledge')
            and len(part.others) > 0
        )
    )
    and part.amount <= whole.amount * 1.06
    and part.currency_code is not distinct from whole.currency_code
    and (
        whole.amount_kind = 'cumulative_to_date'
        or (whole.amount_kind = 'capacity_plan' and part.amount_kind != 'capacity_plan')  -- paid over years
        or abs(
            date_diff(
                'day',
                coalesce(part.event_date, cast(part.first_reported_at as date)),
                coalesce(whole.event_date, cast(whole.first_reported_at as date))
            )
        ) <= 120
    )
union all
select
    action.event_key,
    deal.event_key as linked_event_key,
    'concerns' as link_type
from events as action
inner join events as deal
    on
        deal.claim_type in ('partnership', 'investment')
        and list_has_any(deal.doers || deal.others, action.doers)
        and list_has_any(deal.doers || deal.others, action.others)
where action.claim_type = 'legal_action' and (action.is_touched or deal.is_touched)
union all
select
    later.event_key,
    earlier.event_key as linked_event_key,
    'continues' as link_type
from events as later
inner join events as earlier
    on
        later.claim_type = 'legal_action' and earlier.claim_type = 'legal_action'
        and list_has_any(later.doers, earlier.doers)
        and list_has_any(later.others, earlier.others)
where
    (later.is_touched or earlier.is_touched)
    and (
        (
            later.action_type in ('lawsuit', 'class_action')
            and earlier.action_type in ('regulatory_probe', 'regulatory_complaint', 'merger_review')
        )
        or (
            earlier.stage in ('considered', 'threatened')
            and later.stage not in ('considered', 'threatened')
        )
    )
    and later.event_key != earlier.event_key
    and later.first_reported_at >= earlier.first_reported_at
