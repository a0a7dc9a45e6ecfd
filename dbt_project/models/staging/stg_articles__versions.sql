select
    article_id,
    page_id,
    given_id,
    source_id,
    url,
    publisher as publisher_as_stated,
    title,
    language as language_code,
    published_at,
    published_precision,
    modified_at,
    retrieved_at,
    text_sha256,
    fingerprint,
    marks,
    fact_keys,
    notice,
    credited_to as credited_to_as_stated,
    set_aside as set_aside_reason,
    set_aside_detail,
    coalesce(length(text), 0) as text_length
from {{ source('raw', 'articles') }}
qualify row_number() over (partition by article_id order by retrieved_at, batch_name) = 1
