-- Claims of articles that stand: the current version of a page that is neither gone nor retracted.
select
    claims.*,
    articles.known_at,
    articles.retrieved_at as recorded_at
from {{ ref('stg_extraction__claims') }} as claims
inner join {{ ref('int_articles_versioned') }} as articles on claims.article_id = articles.article_id
where articles.is_readable and not articles.is_retracted and not articles.is_superseded
