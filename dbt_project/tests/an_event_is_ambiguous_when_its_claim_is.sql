select events.event_key
from {{ rows_made('dim_events') }} as events
inner join {{ rows_made('fct_claims') }} as claims on events.event_key = claims.event_key
group by events.event_key, events.is_ambiguous
having events.is_ambiguous != bool_or(claims.placed_as = 'ambiguous')
