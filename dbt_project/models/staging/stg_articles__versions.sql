-- One row a version that this build makes again, as it was read last, with the time at which it came first. A page that
-- went back to an earlier text brought that version again; what is delivered to the inbox or queue again is a delivery,
-- and says nothing about a page.
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
    published_from,
    published_offset_minutes,
    modified_at,
    coalesce(modified_precision, 'unknown') as modified_precision,
    parsed_at,
    min(retrieved_at) over (partition by article_id) as retrieved_at,
    coalesce(
        max(retrieved_at) filter (where source_id not in ('inbox', 'queue')) over (partition by article_id),
        retrieved_at
    ) as last_seen_at,
    archive_sha256,
    text_sha256,
    fingerprint,
    marks,
    fact_keys,
    notice,
    credited_to as credited_to_as_stated,
    coalesce(quality_flags, []) as quality_flags,
    set_aside as set_aside_reason,
    set_aside_detail,
    told_key,
    coalesce(length(text), 0) as text_length
from {{ source('raw', 'articles') }}
where {{ of_touched_articles(source('raw', 'articles')) }}
qualify row_number() over (
    partition by article_id order by parsed_at desc nulls last, retrieved_at asc, batch_name asc
) = 1
