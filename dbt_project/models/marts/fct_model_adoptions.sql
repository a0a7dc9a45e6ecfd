select
    {{ event_columns() }}
    adopter_name as adopter,
    product_name as product,
    provider_name as provider,
    model_name as model,
    coalesce(relation, 'unspecified') as relation
from {{ ref('int_events') }}
where claim_type = 'model_adoption'
