-- Of the versions of a page the one retrieved last is current. A page that is gone, or that says it is retracted,
-- takes all its versions with it; one that could not be read today takes none. What a version says is held from the
-- time that it could be known (the first when it was published, a later one when the page was changed) until the next
-- one could be.
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

numbered as (
    select
        *,
        set_aside_reason is not null or coalesce(notice = 'retraction', false) as takes_back,
        row_number() over pages as ordinal,
        lag(known_at) over pages as known_before
    from dated
    where set_aside_reason is null or set_aside_reason = 'gone'
    window pages as (
        partition by page_id
        order by
            retrieved_at, set_aside_reason is not null, modified_at nulls first, published_at nulls first, article_id
    )
),

noticed as (
    select
        *,
        max(
            case
                when ordinal = 1 then known_at
                when modified_at > known_before and modified_at <= retrieved_at then modified_at
                when known_at > known_before then known_at
                else retrieved_at
            end
        ) over (partition by page_id order by ordinal) as held_from
    from numbered
),

held as (
    select
        page_id,
        article_id,
        held_from,
        lead(held_from) over (partition by page_id order by ordinal) as held_to,
        max(ordinal) over (partition by page_id) = ordinal as is_last,
        last_value(takes_back) over (
            partition by page_id order by ordinal rows between unbounded preceding and unbounded following
        ) as is_taken_back
    from noticed
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
    dated.marks,
    dated.fact_keys,
    dated.notice,
    dated.credited_to_as_stated,
    dated.set_aside_reason,
    dated.set_aside_reason is null as is_readable,
    dated.set_aside_reason is null and coalesce(held.is_taken_back, false) as is_retracted,
    dated.set_aside_reason is null and not coalesce(held.is_last, true) as is_superseded,
    held.held_from,
    if(held.is_last and held.is_taken_back, held.held_from, held.held_to) as held_to
from dated
left join held on dated.article_id = held.article_id
