select * exclude (known_from, known_to)
from {{ ref('fct_model_adoption_states') }}
where known_to is null
