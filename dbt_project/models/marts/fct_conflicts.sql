{{ config(**incremental_by('event_key')) }}
select
    event_key,
    field,
    value_low,
    value_high,
    claim_key_low,
    claim_key_high,
    quote_low,
    quote_high,
    origin_low,
    origin_high,
    resolution,
    value_held
from {{ ref('int_event_conflicts') }}
where held_to is null
