-- A state lasts from one time to a later one, and the next of its event begins no earlier: one is held at a time, and
-- facts_changed_between finds the state before a change among those that ended.
select
    event_key,
    known_from,
    known_to
from {{ rows_made('fct_event_states') }}
qualify
    known_to <= known_from
    or coalesce(known_to, timestamptz 'infinity') > lead(known_from) over (partition by event_key order by known_from)
