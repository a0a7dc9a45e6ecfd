select
    description,
    organization_id
from {{ ref('definite_descriptions') }}
