select
    claims.claim_key,
    clustered.event_key,
    claims.article_id,
    claims.claim_type,
    list_sort(list_distinct(list_filter(
        claims.investor_names || [claims.recipient_name] || claims.seller_names || [claims.adopter_name]
        || [claims.product_name] || [claims.provider_name] || [claims.model_name]
        || claims.plaintiff_names || claims.defendant_names || claims.party_names,
        lambda printed: printed is not null
    ))) as parties,
    claims.stage,
    claims.polarity,
    claims.attribution,
    claims.attributed_to_as_stated as attributed_to,
    origins.origin,
    origins.strength,
    claims.is_background,
    claims.event_date,
    claims.event_date_precision,
    claims.amount,
    claims.amount_high,
    claims.currency_code,
    claims.amount_qualifier,
    claims.amount_kind,
    clustered.placed_as,
    claims.quote,
    claims.quote_start,
    claims.quote_end,
    claims.extractor,
    claims.extractor_model,
    claims.prompt_version,
    claims.known_at,
    claims.recorded_at
from {{ ref('int_claims_resolved') }} as claims
inner join {{ ref('int_claims_clustered') }} as clustered on claims.claim_key = clustered.claim_key
inner join {{ ref('int_claim_origins') }} as origins on claims.claim_key = origins.claim_key
order by claims.known_at, claims.article_id, claims.position
