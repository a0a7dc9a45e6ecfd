select
    table_name,
    batch_name,
    rule,
    reason,
    quarantined_at
from {{ source('raw', 'quarantined_rows') }}
