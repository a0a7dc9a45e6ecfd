select
    event_key,
    claim_type,
    stage,
    grade,
    grade in ('E3', 'E4') as is_confirmed,
    is_denied,
    is_background_only,
    rule,
    known_from,
    known_to
from {{ ref('int_event_states') }}
where event_key in (select events.event_key from {{ ref('int_events') }} as events)
