{{ config(**incremental_by('event_key')) }}
select * exclude (known_from, known_to)
from {{ ref('fct_partnership_states') }}
where known_to is null and event_key in (select touched.event_key from {{ ref('int_events_touched') }} as touched)
