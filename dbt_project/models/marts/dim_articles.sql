{{ config(**incremental_by('article_id', moment='known_at')) }}
select
    articles.article_id,
    articles.page_id,
    articles.given_id,
    articles.source_id,
    articles.url,
    coalesce(traced.publisher_name, articles.publisher_as_stated) as publisher,
    traced.publisher_id,
    articles.title,
    articles.published_at,
    articles.published_precision,
    articles.published_from,
    articles.published_offset_minutes,
    articles.modified_at,
    articles.modified_precision,
    articles.language_code as language,
    traced.story_id,
    traced.origin,
    articles.text_sha256,
    judged.status,
    judged.set_aside_reason,
    articles.quality_flags,
    articles.known_at
from {{ ref('int_articles_versioned') }} as articles
inner join {{ ref('int_articles_judged') }} as judged on articles.article_id = judged.article_id
left join {{ ref('int_articles_traced') }} as traced on articles.article_id = traced.article_id
order by articles.known_at, articles.article_id
