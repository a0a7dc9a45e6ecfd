{# What is shown of a claim, whether it stands or was withdrawn. #}
{% macro claim_columns() -%}
    claims.claim_key,
    claims.event_key,
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
    claims.origin,
    claims.strength,
    claims.is_background,
    claims.event_date,
    claims.event_date_precision,
    claims.amount,
    claims.amount_high,
    claims.currency_code,
    claims.amount_qualifier,
    claims.amount_kind,
    claims.placed_as,
    claims.quote,
    claims.quote_start,
    claims.quote_end,
    claims.extractor,
    claims.extractor_model,
    claims.prompt_version,
    claims.known_at,
{%- endmacro %}
