-- What each article added to what was known. An article told first, changed what is held, or only said it again; what
-- moved a state is named by the states themselves.
{{ config(**incremental_by('told_article_id', ['article_id'], moment='known_at')) }}
{% set told = only_touched('told_article_id', 'article_id') %}
{% set moments = touched_moments('told_article_id') %}
{% set are_told = known_when(ref('fct_claims'), ['article_id'], 'known_at', moments, told) %}
{% set claims_told = 'select event_key from ' ~ ref('fct_claims') ~ ' where ' ~ are_told %}
{% set of_told = 'event_key in (' ~ claims_told ~ ')' if goes_on() else 'true' %}
with claims as (
    select
        claim_key,
        article_id,
        event_key,
        is_background,
        placed_as = 'ambiguous' as is_ambiguous
    from {{ ref('fct_claims') }}
    where {{ are_told }}
),

movers as (
    select
        unnest(claim_keys) as claim_key,
        list_has_any(changed_fields, ['first_known', 'known_again']) as is_first
    from {{ ref('fct_event_states') }}
    where {{ known_when(ref('fct_event_states'), ['event_key'], 'known_from', moments, of_told) }}
),

moved as (
    select
        claim_key,
        bool_or(is_first) as is_first
    from movers
    group by claim_key
),

counted as (
    select
        claims.article_id,
        count(*) as claim_count,
        count(distinct claims.event_key) filter (where moved.is_first) as first_event_count,
        count(distinct claims.event_key) filter (where not moved.is_first) as moved_event_count,
        bool_and(claims.is_background) as is_background_only,
        bool_and(claims.is_ambiguous) as is_ambiguous_only
    from claims
    left join moved on claims.claim_key = moved.claim_key
    group by claims.article_id
)

select
    articles.article_id,
    articles.publisher,
    articles.url,
    articles.story_id,
    articles.known_at,
    case
        when articles.status = 'copy' then 'copy'
        when counted.first_event_count > 0 and not counted.is_background_only then 'first_report'
        when counted.moved_event_count > 0 then 'follow_up'
        when counted.is_background_only then 'recollection'
        when counted.is_ambiguous_only then 'unplaced'
        else 'repetition'
    end as novelty,
    counted.claim_count,
    counted.first_event_count,
    counted.moved_event_count
from (
    select *
    from {{ ref('dim_articles') }}
    where {{ known_when(ref('dim_articles'), ['article_id'], 'known_at', moments, told) }}
) as articles
inner join counted on articles.article_id = counted.article_id
order by articles.known_at, articles.article_id
