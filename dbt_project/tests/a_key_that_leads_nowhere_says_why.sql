select old_event_key
from {{ rows_made('event_redirects') }}
where
    (event_key is null) != (reason in ('retracted', 'superseded', 'not_in_force', 'forgotten'))
    or (reason = 'stands') != (event_key is not distinct from old_event_key)
