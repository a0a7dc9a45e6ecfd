-- What can move an event: the first time that an origin said so of a stage. Later repetitions by it move nothing.
select
    event_key,
    claim_type,
    epoch_from,
    stage,
    stage_kind,
    stage_rank,
    is_affirmed,
    is_background,
    origin,
    strength,
    min(held_from) as held_from
from {{ ref('int_event_claims_held') }}
group by all
