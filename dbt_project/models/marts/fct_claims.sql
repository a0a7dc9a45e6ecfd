{{ config(**incremental_by('event_key')) }}
select
    {{ claim_columns() }}
    claims.agrees_on,
    claims.is_headline_ahead,
    traced.origin_chain,
    claims.recorded_at
from {{ ref('int_event_claims') }} as claims
left join {{ ref('int_origins_traced') }} as traced on claims.claim_key = traced.claim_key
order by claims.known_at, claims.article_id, claims.position
