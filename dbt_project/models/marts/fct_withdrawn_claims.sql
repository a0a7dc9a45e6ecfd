{{ config(**incremental_by('event_key')) }}
select
    {{ claim_columns() }}
    claims.article_url,
    if(claims.is_retracted, 'retracted', 'superseded') as withdrawn_because,
    claims.held_from as known_from,
    claims.held_to as withdrawn_at
from {{ ref('int_event_claims_known') }} as claims
where claims.held_to is not null
