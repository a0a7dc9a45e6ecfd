select * exclude (known_from, known_to)
from {{ ref('fct_legal_action_states') }}
where known_to is null
