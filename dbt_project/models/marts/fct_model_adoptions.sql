{{ config(**incremental_by('event_key', moment='first_reported_at')) }}
select * exclude (known_from, known_to)
from {{ rows_made('fct_model_adoption_states') }}
where known_to is null
order by first_reported_at, event_key
