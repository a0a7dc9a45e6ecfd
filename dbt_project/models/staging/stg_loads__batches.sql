select
    batch_name,
    kind,
    load_id,
    rows_in,
    rows_loaded,
    rows_known,
    rows_quarantined,
    loaded_at
from {{ source('raw', 'loaded_batches') }}
