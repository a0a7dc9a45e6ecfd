-- Values of one event that disagree, each with the claim that said it best, from when until when (held_to is null
-- today). One row an event, field, pair of values, and time at which a better claim changed how the pair stands.
{% set sums = {
    'amount': ('amount', 'amount_high', 'currency_code', 'amount_qualifier'),
    'valuation': ('valuation', 'null', 'valuation_currency_code', "'exact'"),
    'stake_share': ('stake_share', 'null', 'null', "'exact'"),
} %}
{% set words = ['agreement_type', 'deal_type'] %}
{% set columns = ['claim_key', 'quote', 'origin', 'strength', 'known_at', 'amount_kind', 'term_condition'] %}
with said as (
    {% for field, (low, high, currency, qualifier) in sums.items() %}
    select
        event_key,
        epoch_from,
        epoch_to,
        held_from,
        pick_order,
        '{{ field }}' as field,
        cast({{ low }} as decimal(24, 6)) as amount,
        cast({{ high }} as decimal(24, 6)) as amount_high,
        {{ currency }} as currency_code,
        {{ qualifier }} as amount_qualifier,
        {{ sum_said(low, high, currency) }} as value_said,
        {{ columns | join(', ') }}
    from {{ ref('int_event_claims_held') }}
    where is_affirmed and {{ low }} is not null
    union all
    {% endfor %}
    {% for field in words %}
    select
        event_key,
        epoch_from,
        epoch_to,
        held_from,
        pick_order,
        '{{ field }}' as field,
        null as amount,
        null as amount_high,
        null as currency_code,
        null as amount_qualifier,
        {{ field }} as value_said,
        {{ columns | join(', ') }}
    from {{ ref('int_event_claims_held') }}
    where is_affirmed and {{ field }} != 'unspecified'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The claim that says a value best, until a better one does.
best as (
    select *
    from said
    qualify pick_order = min(pick_order) over (
        partition by event_key, epoch_from, field, value_said order by held_from
    )
),

spells as (
    select
        *,
        lead(held_from, 1, epoch_to) over (
            partition by event_key, epoch_from, field, value_said order by held_from
        ) as held_to
    from best
),

-- What kind of deal or agreement it is called is mostly a matter of words; whether the company is bought or only its
-- people and licence are, and whether an agreement shuts others out, is not.
pairs as (
    select
        one.event_key,
        one.field,
        one.value_said as value_low,
        other.value_said as value_high,
        {% for column in columns %}
        one.{{ column }} as {{ column }}_low,
        other.{{ column }} as {{ column }}_high,
        {% endfor %}
        one.epoch_from,
        greatest(one.held_from, other.held_from) as held_from,
        least(one.held_to, other.held_to) as held_to
    from spells as one
    inner join spells as other
        on
            one.event_key = other.event_key
            and one.epoch_from = other.epoch_from
            and one.field = other.field
            and one.value_said != other.value_said
            and one.held_from < other.held_to
            and one.held_to > other.held_from
    where
        {{ sums_disagree('one', 'other') }}
        or (one.field = 'deal_type' and one.value_said = 'acquisition' and other.value_said = 'licence_and_hire')
        or (one.field = 'agreement_type' and one.value_said = 'exclusivity')
),

-- A person decides. Else each value may be said of something else (a sum of another kind, a right that hangs on
-- another condition): these do not contradict, whoever says them, so this is asked before who is to be believed. Then
-- a document or a party on the record holds; then who corrected himself, by his last word. What differs in period,
-- product, round or case is another event and never comes here; what only comes before an agreement bounds no right.
settled as (
    select
        pairs.*,
        reviews.value_held as value_reviewed,
        case
            when reviews.value_held is not null then 'human'
            when
                (pairs.field = 'amount' and amount_kind_low != amount_kind_high)
                or (
                    pairs.field = 'agreement_type'
                    and {{ bound_by('term_condition_low') }} is distinct from {{ bound_by('term_condition_high') }}
                )
                then 'by_scope'
            when greatest(strength_low, strength_high) >= 3 and strength_low != strength_high then 'by_primary'
            when origin_low = origin_high and known_at_low != known_at_high then 'by_newer'
            else 'open'
        end as resolution
    from pairs
    left join {{ ref('int_event_reviews') }} as reviews
        on
            pairs.event_key = reviews.event_key
            and pairs.field = reviews.field
            and pairs.value_low = reviews.value_low
            and pairs.value_high = reviews.value_high
)

select
    event_key,
    field,
    value_low,
    value_high,
    claim_key_low,
    claim_key_high,
    quote_low,
    quote_high,
    origin_low,
    origin_high,
    resolution,
    case resolution
        when 'human' then value_reviewed
        when 'by_primary' then if(strength_low > strength_high, value_low, value_high)
        when 'by_newer' then if(known_at_low > known_at_high, value_low, value_high)
    end as value_held,
    epoch_from,
    held_from,
    nullif(held_to, timestamptz 'infinity') as held_to
from settled
