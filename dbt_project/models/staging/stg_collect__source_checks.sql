select
    source_id,
    publisher,
    url,
    checked_at,
    outcome,
    reason,
    is_first,
    item_count,
    new_count,
    late_count,
    items_per_week_low,
    items_per_week_high
from {{ source('raw', 'source_checks') }}
