select
    field,
    claim_key_low,
    claim_key_high,
    value_low,
    value_high,
    value_held,
    reviewed_by,
    reason,
    reviewed_at
from {{ source('raw', 'reviews') }}
