-- Claims by the time for which they were held. Where claims of an event were withdrawn, or away for a time, its
-- history falls into epochs, in each of which claims only come and none goes, so that all that was known at a time is
-- all that came before it. One row a claim and epoch; held_from is when it was first held in that epoch.
with placed as (
    select *
    from {{ ref('int_event_claims_known') }}
    where placed_as != 'ambiguous' and coalesce(held_to > held_from, true)
),

beginnings as (
    select distinct
        event_key,
        timestamptz '-infinity' as epoch_from
    from placed
    union
    select distinct
        event_key,
        held_to as epoch_from
    from placed
    where held_to is not null
    union
    select distinct
        event_key,
        away_from as epoch_from
    from placed
    where away_from is not null
),

epochs as (
    select
        *,
        lead(epoch_from, 1, timestamptz 'infinity') over (partition by event_key order by epoch_from) as epoch_to
    from beginnings
),

spread as (
    select
        placed.* replace (
            greatest(
                placed.held_from,
                epochs.epoch_from,
                case when epochs.epoch_from >= placed.away_from then placed.away_to end
            ) as held_from
        ),
        epochs.epoch_from,
        epochs.epoch_to
    from placed
    inner join epochs on placed.event_key = epochs.event_key
)

select *
from spread
where held_from < epoch_to and coalesce(held_to > held_from, true)
