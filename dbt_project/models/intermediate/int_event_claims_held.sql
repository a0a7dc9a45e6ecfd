-- Claims by the time for which they were held. Where claims of an event were withdrawn its history falls into epochs,
-- in each of which claims only come and none goes, so that all that was known at a time is all that came before it.
-- One row a claim and epoch; held_from is when it was first held in that epoch.
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
    union all
    select distinct
        event_key,
        held_to as epoch_from
    from placed
    where held_to is not null
),

epochs as (
    select
        *,
        lead(epoch_from, 1, timestamptz 'infinity') over (partition by event_key order by epoch_from) as epoch_to
    from beginnings
)

select
    placed.* replace (greatest(placed.held_from, epochs.epoch_from) as held_from),
    epochs.epoch_from,
    epochs.epoch_to
from placed
inner join epochs on placed.event_key = epochs.event_key
where placed.held_from < epochs.epoch_to and coalesce(placed.held_to > epochs.epoch_from, true)
