-- What each event was said to be, slot by slot, from each time on that something was said of it: the value of the best
-- attested claim by then that has one. One row an event, epoch and time.
{% set picked = [
    'recipient_name', 'round', 'stake_share', 'adopter_name', 'product_name', 'provider_name', 'provider_id',
    'model_name', 'model_id', 'action_type', 'forum', 'term_condition',
] %}
{% set picked_if_specified = ['deal_type', 'relation', 'agreement_type'] %}
{% set gathered = {
    'investors': 'investor_names', 'plaintiffs': 'plaintiff_names', 'defendants': 'defendant_names',
    'claim_basis': 'claim_basis',
} %}
with claims as (
    select
        *,
        -- What is said again adds nothing to a list or a count.
        row_number() over (partition by event_key, epoch_from, article_id order by held_from, claim_key) = 1
            as adds_article,
        is_affirmed and origin is not null and row_number() over (
            partition by event_key, epoch_from, is_affirmed, origin order by held_from, claim_key
        ) = 1 as adds_origin,
        is_affirmed and row_number() over (
            partition by
                event_key, epoch_from, is_affirmed, investor_names, plaintiff_names, defendant_names, claim_basis
            order by held_from, claim_key
        ) = 1 as adds_names
    from {{ ref('int_event_claims_held') }}
)

select
    event_key,
    claim_type,
    epoch_from,
    epoch_to,
    held_from,
    cast(count_if(adds_article) over so_far as bigint) as article_count,
    cast(count_if(adds_origin) over so_far as bigint) as origin_count,
    min(known_at) over so_far as first_reported_at,
    max(known_at) over so_far as last_reported_at,
    {% for column in picked %}
    arg_min({{ column }}, pick_order) filter (
        where is_affirmed and {{ column }} is not null
        {%- if column == 'stake_share' %} and {{ is_not_rejected(column, column) }}{% endif %}
    ) over so_far as {{ column }},
    {% endfor %}
    {% for column in picked_if_specified %}
    arg_min({{ column }}, pick_order) filter (
        where is_affirmed and {{ column }} != 'unspecified' and {{ is_not_rejected(column, column) }}
    ) over so_far as {{ column }},
    {% endfor %}
    {% for column, said in gathered.items() %}
    coalesce(
        list_sort(list_distinct(flatten(list({{ said }}) filter (where adds_names) over so_far))), []
    ) as {{ column }},
    {% endfor %}
    arg_min(party_names, pick_order) filter (where is_affirmed and len(party_names) > 0) over so_far as parties,
    arg_min(
        struct_pack(said := valuation, currency_code := valuation_currency_code), pick_order
    ) filter (
        where is_affirmed and valuation is not null
        and {{ is_not_rejected('valuation', sum_said('valuation', 'null', 'valuation_currency_code')) }}
    ) over so_far as valued,
    arg_min(
        struct_pack(day := term_end, day_precision := term_end_precision), pick_order
    ) filter (where is_affirmed and term_end is not null) over so_far as term
from claims
window so_far as (partition by event_key, epoch_from order by held_from)
qualify row_number() over (partition by event_key, epoch_from, held_from) = 1
