-- Claims with their event, origin, strength and the place of their stage. One row a claim that stands.
select
    claims.*,
    clustered.event_key,
    clustered.placed_as,
    origins.origin,
    origins.strength,
    stages.stage_kind,
    stages.stage_rank,
    articles.url as article_url,
    claims.polarity = 'affirmed' as is_affirmed,
    row_number() over (
        partition by clustered.event_key
        order by (claims.polarity = 'affirmed') desc, origins.strength desc, claims.known_at asc, claims.claim_key asc
    ) as pick_order
from {{ ref('int_claims_resolved') }} as claims
inner join {{ ref('int_claims_clustered') }} as clustered on claims.claim_key = clustered.claim_key
inner join {{ ref('int_claim_origins') }} as origins on claims.claim_key = origins.claim_key
inner join {{ ref('int_articles_versioned') }} as articles on claims.article_id = articles.article_id
left join {{ ref('stg_registry__stages') }} as stages
    on claims.claim_type = stages.claim_type and claims.stage = stages.stage
