{{ config(**incremental_by('event_key', moment='known_at')) }}
select
    {{ claim_columns() }}
    claims.agrees_on,
    claims.is_headline_ahead,
    claims.origin_chain,
    claims.recorded_at
from {{ ref('int_event_claims') }} as claims
order by claims.known_at, claims.article_id, claims.position
