-- Values of one event that disagree, each with the claim that says it best. One row an event, field and pair of values.
with said as (
    select
        event_key,
        field,
        value_said,
        arg_min(
            {'claim_key': claim_key, 'quote': quote, 'origin': origin, 'strength': strength, 'known_at': known_at}, pick_order
        ) as evidence,
        any_value(amount) as amount,
        any_value(amount_high) as amount_high,
        any_value(currency_code) as currency_code,
        arg_min(amount_qualifier, pick_order) as amount_qualifier
    from (
        select
            event_key, pick_order, claim_key, quote, origin, strength, known_at, 'amount' as field,
            amount, amount_high, currency_code, amount_qualifier,
            amount || coalesce(' to ' || amount_high, '') || coalesce(' ' || currency_code, '') as value_said
        from {{ ref('int_event_claims') }}
        where is_affirmed and amount is not null
        union all
        select
            event_key, pick_order, claim_key, quote, origin, strength, known_at, 'valuation' as field,
            valuation as amount, null as amount_high, valuation_currency_code as currency_code, 'exact' as amount_qualifier,
            valuation || coalesce(' ' || valuation_currency_code, '') as value_said
        from {{ ref('int_event_claims') }}
        where is_affirmed and valuation is not null
        union all
        select
            event_key, pick_order, claim_key, quote, origin, strength, known_at, 'agreement_type' as field,
            null as amount, null as amount_high, null as currency_code, null as amount_qualifier,
            agreement_type as value_said
        from {{ ref('int_event_claims') }}
        where is_affirmed and agreement_type is not null and agreement_type != 'unspecified'
        union all
        select
            event_key, pick_order, claim_key, quote, origin, strength, known_at, 'deal_type' as field,
            null as amount, null as amount_high, null as currency_code, null as amount_qualifier,
            deal_type as value_said
        from {{ ref('int_event_claims') }}
        where is_affirmed and deal_type in ('acquisition', 'licence_and_hire')
        union all
        select
            event_key, pick_order, claim_key, quote, origin, strength, known_at, 'stake_share' as field,
            stake_share as amount, null as amount_high, null as currency_code, 'exact' as amount_qualifier,
            cast(stake_share as varchar) as value_said
        from {{ ref('int_event_claims') }}
        where is_affirmed and stake_share is not null
    )
    group by event_key, field, value_said
),

pairs as (
    select
        one.event_key,
        one.field,
        one.value_said as value_low,
        other.value_said as value_high,
        one.evidence as low,
        other.evidence as high
    from said as one
    inner join said as other on one.event_key = other.event_key and one.field = other.field and one.value_said != other.value_said
    where
        (one.field in ('amount', 'valuation', 'stake_share') and {{ sums_disagree('one', 'other') }})
        or (one.field = 'deal_type' and one.value_said < other.value_said)
        -- Other names for an agreement are a matter of words; whether it shuts others out is not.
        or (one.field = 'agreement_type' and one.value_said = 'exclusivity')
)

select
    event_key,
    field,
    value_low,
    value_high,
    low.claim_key as claim_key_low,
    high.claim_key as claim_key_high,
    low.quote as quote_low,
    high.quote as quote_high,
    low.origin as origin_low,
    high.origin as origin_high,
    case
        when greatest(low.strength, high.strength) >= 3 and low.strength != high.strength then 'by_primary'
        when low.origin is not distinct from high.origin and low.known_at != high.known_at then 'by_newer'
        else 'open'
    end as resolution,
    case
        when greatest(low.strength, high.strength) >= 3 and low.strength != high.strength
            then if(low.strength > high.strength, value_low, value_high)
        when low.origin is not distinct from high.origin and low.known_at != high.known_at
            then if(low.known_at > high.known_at, value_low, value_high)
    end as value_held
from pairs
