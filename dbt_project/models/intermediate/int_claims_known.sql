-- Claims of articles that stand (the current version of a page that is neither gone nor retracted; held_to is null) or
-- that stood for a time, until another version took their place or the page was taken back. Of the extraction in force;
-- a model and one that stood in for it may have read the same article.
select
    claims.* exclude (batch_name, load_id, standing_in_for, told_key),
    articles.page_id,
    articles.known_at,
    articles.retrieved_at as recorded_at,
    articles.url as article_url,
    articles.is_retracted,
    coalesce(contains(lower(articles.title), lower(trim(claims.quote))), false) as is_headline,
    greatest(articles.known_at, articles.held_from) as held_from,
    articles.held_to,
    -- A version published later than it was left is told of from its return.
    if(articles.away_from >= articles.known_at, articles.away_from, null) as away_from,
    if(articles.away_from >= articles.known_at, articles.away_to, null) as away_to
from {{ ref('stg_extraction__claims') }} as claims
inner join {{ source('raw', 'extraction_in_force') }} as in_force
    on {{ is_in_force('claims') }}
inner join {{ ref('int_articles_versioned') }} as articles on claims.article_id = articles.article_id
left join {{ ref('stg_extraction__extractions') }} as extractions on claims.article_id = extractions.article_id
where
    articles.is_readable
    -- Of an article that was read anew, what was read out of its earlier reading is not held any more.
    and (extractions.article_id is null or claims.told_key is not distinct from extractions.told_key)
qualify row_number() over (
    partition by claims.claim_key order by claims.extracted_at, claims.batch_name, claims.position
) = 1
