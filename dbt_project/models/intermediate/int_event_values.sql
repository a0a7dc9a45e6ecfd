-- What each event is said to be, slot by slot: the value of the best attested claim that has one. One row an event.
{% set picked = [
    'recipient_name', 'round', 'stake_share', 'adopter_name', 'product_name', 'provider_name', 'provider_id',
    'model_name', 'model_id', 'action_type', 'forum', 'term_condition',
] %}
{% set picked_if_specified = ['deal_type', 'relation', 'agreement_type'] %}
select
    claims.event_key,
    any_value(claims.claim_type) as claim_type,
    bool_or(claims.placed_as = 'ambiguous') as is_ambiguous,
    count(distinct claims.article_id) as article_count,
    count(distinct claims.origin) filter (where claims.is_affirmed) as origin_count,
    min(claims.known_at) as first_reported_at,
    max(claims.known_at) as last_reported_at,
    {% for column in picked %}
    arg_min(claims.{{ column }}, claims.pick_order) filter (
        where claims.is_affirmed and claims.{{ column }} is not null
    ) as {{ column }},
    {% endfor %}
    {% for column in picked_if_specified %}
    arg_min(claims.{{ column }}, claims.pick_order) filter (
        where claims.is_affirmed and claims.{{ column }} != 'unspecified'
    ) as {{ column }},
    {% endfor %}
    list_sort(list_distinct(flatten(list(claims.investor_names) filter (where claims.is_affirmed)))) as investors,
    list_sort(list_distinct(flatten(list(claims.plaintiff_names) filter (where claims.is_affirmed)))) as plaintiffs,
    list_sort(list_distinct(flatten(list(claims.defendant_names) filter (where claims.is_affirmed)))) as defendants,
    list_sort(list_distinct(flatten(list(claims.claim_basis) filter (where claims.is_affirmed)))) as claim_basis,
    arg_min(claims.party_names, claims.pick_order) filter (
        where claims.is_affirmed and len(claims.party_names) > 0
    ) as parties,
    arg_min(
        struct_pack(said := claims.valuation, currency_code := claims.valuation_currency_code), claims.pick_order
    ) filter (
        where claims.is_affirmed and claims.valuation is not null
    ) as valued,
    arg_min(struct_pack(day := claims.term_end, day_precision := claims.term_end_precision), claims.pick_order) filter (
        where claims.is_affirmed and claims.term_end is not null
    ) as term,
    arg_min(
        struct_pack(day := claims.event_date, day_precision := claims.event_date_precision),
        (
            claims.stage != states.stage, -claims.stage_rank, -claims.strength,
            case claims.event_date_precision when 'day' then 1 when 'month' then 2 when 'quarter' then 3 else 4 end,
            claims.pick_order
        )
    ) filter (where claims.is_affirmed and claims.event_date is not null) as happened,
    arg_min(
        struct_pack(quote := claims.quote, article_url := claims.article_url, claim_key := claims.claim_key),
        (claims.stage != states.stage, claims.is_background, -claims.strength, claims.known_at, claims.claim_key)
    ) filter (where claims.is_affirmed) as evidence
from {{ ref('int_event_claims') }} as claims
inner join {{ ref('int_event_states') }} as states on claims.event_key = states.event_key and states.known_to is null
group by claims.event_key
