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
from {{ ref('int_event_states') }} as states
semi join {{ ref('int_events') }} as events on states.event_key = events.event_key
