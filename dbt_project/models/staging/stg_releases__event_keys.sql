select
    event_key,
    min(claim_key) as claim_key
from {{ source('raw', 'published_event_keys') }}
group by event_key
