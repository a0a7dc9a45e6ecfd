select
    load_id,
    kind,
    count(*) as batch_count,
    cast(sum(rows_in) as bigint) as rows_in_count,
    cast(sum(rows_loaded) as bigint) as rows_loaded_count,
    cast(sum(rows_known) as bigint) as rows_known_count,
    cast(sum(rows_quarantined) as bigint) as rows_quarantined_count,
    max(loaded_at) as loaded_at
from {{ ref('stg_loads__batches') }}
group by load_id, kind
