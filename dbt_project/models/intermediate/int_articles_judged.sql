-- What became of each article version. One row a version, one status each.
with standing as (
    select
        articles.article_id,
        row_number() over (
            partition by traced.story_id
            order by articles.known_at, articles.article_id
        ) > 1 as is_copy
    from {{ ref('int_articles_versioned') }} as articles
    inner join {{ ref('int_articles_traced') }} as traced on articles.article_id = traced.article_id
    where articles.is_readable and not articles.is_retracted and not articles.is_superseded
),

claimed as (
    select distinct article_id
    from {{ ref('int_claims_known') }}
)

select
    articles.article_id,
    coalesce(articles.set_aside_reason, extractions.set_aside_reason) as set_aside_reason,
    case
        when articles.is_retracted then 'retracted'
        when not articles.is_readable then 'set_aside'
        when articles.is_superseded then 'superseded'
        when extractions.article_id is null then 'waiting'
        when extractions.set_aside_reason is not null then 'set_aside'
        when standing.is_copy then 'copy'
        when claimed.article_id is not null then 'facts'
        else 'no_event'
    end as status
from {{ ref('int_articles_versioned') }} as articles
left join {{ ref('stg_extraction__extractions') }} as extractions on articles.article_id = extractions.article_id
left join standing on articles.article_id = standing.article_id
left join claimed on articles.article_id = claimed.article_id
