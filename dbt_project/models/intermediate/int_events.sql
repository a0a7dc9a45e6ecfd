-- Every event that somebody affirms, as held now. One row an event.
{{ config(materialized='view') }}
select * exclude (known_from, known_to)
from {{ ref('int_event_states') }}
where known_to is null
