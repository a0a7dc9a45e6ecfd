select
    alias,
    publisher_id
from {{ ref('publisher_aliases') }}
