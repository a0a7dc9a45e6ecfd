-- Of the versions of a page the one retrieved last is current. A page that is gone, or that says it is retracted, takes
-- all its versions with it; one that could not be read today takes none.
with dated as (
    select
        *,
        case
            when published_at is null or published_at > retrieved_at then retrieved_at
            else published_at
        end as known_at,
        regexp_extract(lower(url), '^[a-z]+://(?:www\.)?([^/:?#]+)', 1) as host
    from {{ ref('stg_articles__versions') }}
),

last_version as (
    select
        page_id,
        max_by(article_id, ordinal) as current_article_id,
        max_by(is_gone or is_retraction, ordinal) as is_retracted
    from (
        select
            page_id,
            article_id,
            coalesce(set_aside_reason = 'gone', false) as is_gone,
            coalesce(notice = 'retraction', false) as is_retraction,
            row_number() over (
                partition by page_id
                order by retrieved_at, modified_at nulls first, published_at nulls first, article_id
            ) as ordinal
        from dated
        where set_aside_reason is null or set_aside_reason = 'gone'
    ) as versions
    group by page_id
)

select
    dated.article_id,
    dated.page_id,
    dated.given_id,
    dated.source_id,
    dated.url,
    coalesce(dated.host, '') as host,
    dated.publisher_as_stated,
    dated.title,
    dated.language_code,
    dated.published_at,
    dated.published_precision,
    dated.retrieved_at,
    dated.known_at,
    dated.text_sha256,
    dated.fingerprint,
    dated.notice,
    dated.credited_to_as_stated,
    dated.set_aside_reason,
    dated.set_aside_reason is null as is_readable,
    dated.set_aside_reason is null and coalesce(last_version.is_retracted, false) as is_retracted,
    dated.set_aside_reason is null
    and coalesce(last_version.current_article_id != dated.article_id, false) as is_superseded
from dated
left join last_version on dated.page_id = last_version.page_id
