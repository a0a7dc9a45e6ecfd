select
    product,
    product_id,
    owner_id as organization_id,
    coalesce(cast(is_ambiguous as boolean), false) as is_ambiguous
from {{ ref('products') }}
