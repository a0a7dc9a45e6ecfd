-- What can move an event: the first time that an origin said so of a stage. Later repetitions by it move nothing.
select
    event_key,
    claim_type,
    stage,
    stage_kind,
    stage_rank,
    is_affirmed,
    is_background,
    origin,
    strength,
    min(known_at) as known_at,
    arg_min(claim_key, (known_at, claim_key)) as claim_key
from {{ ref('int_event_claims') }}
group by all
