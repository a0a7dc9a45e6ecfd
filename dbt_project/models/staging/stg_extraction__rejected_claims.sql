select
    rejected.article_id,
    rejected.position,
    rejected.reason,
    rejected.claim_type
from {{ source('raw', 'rejected_claims') }} as rejected
inner join {{ source('raw', 'extraction_in_force') }} as in_force
    on
        rejected.extractor = in_force.extractor
        and coalesce(rejected.standing_in_for, rejected.extractor_model)
        is not distinct from in_force.extractor_model
        and rejected.prompt_version is not distinct from in_force.prompt_version
