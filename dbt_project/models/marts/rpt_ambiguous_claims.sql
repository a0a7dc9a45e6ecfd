{{ config(**incremental_by('claim_key')) }}
select
    claims.claim_key,
    claims.article_id,
    claims.claim_type,
    claims.stage,
    claims.quote,
    claims.known_at,
    clustered.fits as possible_event_keys,
    len(clustered.fits) as possible_event_count
from {{ ref('int_claims_gathered') }} as claims
inner join {{ rows_made('int_claims_clustered') }} as clustered on claims.claim_key = clustered.claim_key
where clustered.placed_as = 'ambiguous'
