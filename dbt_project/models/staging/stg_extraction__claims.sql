select
    claims.claim_key,
    claims.article_id,
    claims.extractor,
    claims.extractor_model,
    claims.prompt_version,
    claims.position,
    claims.claim_type,
    claims.stage,
    claims.polarity,
    claims.attribution,
    claims.attributed_to as attributed_to_as_stated,
    claims.quote,
    claims.quote_start,
    claims.quote_end,
    coalesce(claims.is_background, false) as is_background,
    {{ first_day_of('claims.event_date') }} as event_date,
    {{ precision_of('claims.event_date') }} as event_date_precision,
    claims.amount_value as amount,
    claims.amount_high,
    claims.currency_code,
    claims.currency_basis,
    claims.amount_qualifier,
    claims.amount_kind,
    claims.amount_as_stated,
    coalesce(claims.investors, []) as investors_as_stated,
    claims.recipient as recipient_as_stated,
    coalesce(claims.sellers, []) as sellers_as_stated,
    claims.deal_type,
    claims.round,
    cast(claims.stake_percent / 100 as decimal(9, 6)) as stake_share,
    claims.valuation_value as valuation,
    claims.valuation_currency_code,
    claims.valuation_qualifier,
    claims.adopter as adopter_as_stated,
    claims.product as product_as_stated,
    claims.provider as provider_as_stated,
    claims.model as model_as_stated,
    claims.relation,
    coalesce(claims.plaintiffs, []) as plaintiffs_as_stated,
    coalesce(claims.defendants, []) as defendants_as_stated,
    claims.action_type,
    list_sort(coalesce(claims.claim_basis, [])) as claim_basis,
    claims.forum,
    coalesce(claims.parties, []) as parties_as_stated,
    claims.agreement_type,
    {{ first_day_of('claims.term_end') }} as term_end,
    {{ precision_of('claims.term_end') }} as term_end_precision,
    claims.term_condition,
    claims.extracted_at
from {{ source('raw', 'claims') }} as claims
inner join {{ source('raw', 'extraction_in_force') }} as in_force
    on
        claims.extractor = in_force.extractor
        and coalesce(claims.standing_in_for, claims.extractor_model)
        is not distinct from in_force.extractor_model
        and claims.prompt_version is not distinct from in_force.prompt_version
qualify row_number() over (
    partition by claims.claim_key order by claims.extracted_at, claims.batch_name, claims.position
) = 1
