-- Of the versions of a page the one seen last is current, and of several readings of the same bytes the latest
-- stands for all. A page that is gone, was forgotten or says it is retracted, takes all its versions with it;
-- one that could not be read today takes none. What a version says is held from the time that it could be known
-- (the first when it was published, a later one when the page was changed) until the next one could be; one that
-- came back is held but for the time it was away (of several, from the first to the last).
with dated as (
    select
        *,
        case
            when published_at is null or published_at > retrieved_at then retrieved_at
            else published_at
        end as known_at,
        max(last_seen_at) over bytes as seen_at,
        row_number() over (
            partition by page_id, coalesce(archive_sha256, article_id)
            order by parsed_at desc nulls last, article_id desc
        ) = 1 as is_last_reading,
        regexp_extract(lower(url), '^[a-z]+://(?:www\.)?([^/:?#]+)', 1) as host
    from {{ ref('stg_articles__versions') }}
    window bytes as (partition by page_id, coalesce(archive_sha256, article_id))
),

numbered as (
    select
        *,
        set_aside_reason is not null or coalesce(notice = 'retraction', false) as takes_back,
        row_number() over pages as ordinal,
        lag(known_at) over pages as known_before
    from dated
    where is_last_reading and (set_aside_reason is null or set_aside_reason in ('gone', 'forgotten'))
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
        -- The version after it; of one that came back, and of the one it displaced, what was seen after them.
        case
            when seen_at = retrieved_at then coalesce(lead(held_from) over by_age, lead(seen_at) over by_sight)
            else lead(seen_at) over by_sight
        end as held_to,
        if(seen_at > lead(held_from) over by_age, lead(held_from) over by_age, null) as away_from,
        seen_at as away_to,
        lead(ordinal) over by_sight is null as is_last,
        last_value(takes_back) over (by_sight rows between unbounded preceding and unbounded following) as is_taken_back
    from noticed
    window
        by_age as (partition by page_id order by ordinal),
        by_sight as (partition by page_id order by seen_at, ordinal)
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
    dated.published_from,
    dated.published_offset_minutes,
    dated.modified_at,
    dated.modified_precision,
    dated.quality_flags,
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
    dated.set_aside_reason is null
    and not (dated.is_last_reading and coalesce(held.is_last, true)) as is_superseded,
    if(dated.is_last_reading, held.held_from, dated.known_at) as held_from,
    case
        when not dated.is_last_reading then dated.known_at
        when held.is_last and held.is_taken_back then held.held_from
        else held.held_to
    end as held_to,
    if(dated.is_last_reading, held.away_from, null) as away_from,
    if(dated.is_last_reading and held.away_from is not null, held.away_to, null) as away_to
from dated
left join held on dated.article_id = held.article_id
