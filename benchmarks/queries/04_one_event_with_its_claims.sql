-- The evidence of one event: the one with the most articles.
with top as (select event_key from fct_investments order by article_count desc, event_key limit 1)
select claims.known_at, claims.stage, claims.polarity, claims.attribution, claims.origin, claims.quote
from fct_claims as claims
where claims.event_key = (select event_key from top)
order by claims.known_at, claims.claim_key
