select claims.claim_key
from {{ rows_made('fct_claims') }} as claims
left join {{ ref('stages') }} as stages on claims.claim_type = stages.claim_type and claims.stage = stages.stage
where stages.stage is null
