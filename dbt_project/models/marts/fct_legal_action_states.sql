{{ config(**incremental_by('event_key', moment='known_from')) }}
{{ config(post_hook="{{ create_as_of('legal_actions') }}") }}

select
    {{ event_columns() }}
    plaintiffs,
    defendants,
    action_type,
    claim_basis,
    forum,
    amount,
    amount_high,
    currency_code,
    amount_qualifier,
    amount_kind,
    amount_grade,
    known_from,
    known_to
from {{ ref('int_event_states') }}
where claim_type = 'legal_action'
order by known_from, event_key
