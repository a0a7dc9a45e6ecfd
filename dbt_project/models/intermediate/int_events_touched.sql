-- The events that this build makes again: those that touched claims were of, and those that they are of now. One row
-- an event.
select event_key
from {{ ref('int_claims_touched') }}
where event_key is not null
union
select event_key
from {{ rows_made('int_claims_clustered') }}
