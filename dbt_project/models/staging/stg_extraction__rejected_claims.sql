select
    rejected.article_id,
    rejected.position,
    rejected.reason,
    rejected.claim_type
from {{ source('raw', 'rejected_claims') }} as rejected
inner join {{ source('raw', 'extraction_in_force') }} as in_force
    on {{ is_in_force('rejected') }}
