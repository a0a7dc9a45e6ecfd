select
    model,
    model_id,
    maker_id as organization_id,
    family as model_family,
    coalesce(cast(is_ambiguous as boolean), false) as is_ambiguous
from {{ ref('models') }}
