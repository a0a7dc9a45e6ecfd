-- The grade of each stage of each event at every time that something new became known. Background claims add to the
-- grade of a stage, and carry a stage only while nothing else is known.
with moments as (
    select distinct
        event_key,
        epoch_from,
        held_from
    from {{ ref('int_event_attestations') }}
),

known as (
    select
        attestations.* exclude (held_from),
        attestations.held_from as attested_from,
        moments.held_from,
        bool_or(attestations.is_affirmed and not attestations.is_background) over (
            partition by attestations.event_key, attestations.epoch_from, moments.held_from
        ) as has_news
    from moments
    inner join {{ ref('int_event_attestations') }} as attestations
        on
            moments.event_key = attestations.event_key
            and moments.epoch_from = attestations.epoch_from
            and moments.held_from >= attestations.held_from
),

moving as (
    select
        *,
        not is_background or not has_news as moves
    from known
    where is_affirmed
)

select
    event_key,
    claim_type,
    epoch_from,
    held_from,
    stage,
    stage_kind,
    stage_rank,
    has_news,
    {{ grade_of('strength', 'origin') }} as grade,
    {{ grade_of('if(moves, strength, null)', 'if(moves, origin, null)') }} as moving_grade,
    min(attested_from) filter (where moves) as first_known_at
from moving
group by event_key, claim_type, epoch_from, held_from, stage, stage_kind, stage_rank, has_news
having bool_or(moves)
