-- The claims that this build gathers into events again, as they are now. One row a claim; in a full build, every claim.
-- Looked for by their articles, whose keys are read in less time than those of claims, and then by themselves.
{% set in_their_articles = articles_of(ref('int_claims_touched')) if goes_on() else 'true' %}
{% set moments = touched_moments('event_key') ~ ' union all select known_at from ' ~ rows_made('int_claims_resolved') %}
with near as {{ 'materialized' if goes_on() }} (
    select *
    from {{ ref('int_claims_resolved') }}
    where {{ known_when(ref('int_claims_resolved'), ['article_id'], 'known_at', moments, in_their_articles) }}
)

select *
from near
where {{ touched_claims() }}
