-- The run adds each key once.
select
    event_key,
    claim_key
from {{ source('raw', 'published_event_keys') }}
