select
    claim_type,
    stage,
    stage_kind,
    cast(rank as integer) as stage_rank,
    cast(is_committed as boolean) as is_committed,
    description
from {{ ref('stages') }}
