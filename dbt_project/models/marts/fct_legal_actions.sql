{{ config(**incremental_by('event_key')) }}
select * exclude (known_from, known_to)
from {{ rows_made('fct_legal_action_states') }}
where known_to is null
