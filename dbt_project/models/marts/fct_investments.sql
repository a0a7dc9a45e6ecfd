select * exclude (known_from, known_to)
from {{ ref('fct_investment_states') }}
where known_to is null
