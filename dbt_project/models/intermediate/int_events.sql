-- Every event that somebody affirms, as held now. One row an event.
with dated as (
    select
        values.* exclude (happened, valued, term, evidence, parties),
        coalesce(values.parties, []) as parties,
        states.stage,
        states.grade,
        states.is_background_only,
        states.is_denied,
        states.known_from as known_at,
        values.happened.day as event_date,
        coalesce(values.happened.day_precision, 'unknown') as event_date_precision,
        values.valued.said as valuation,
        values.valued.currency_code as valuation_currency_code,
        values.term.day as term_end,
        coalesce(values.term.day_precision, 'unknown') as term_end_precision,
        values.evidence.quote as quote,
        values.evidence.article_url as article_url,
        values.evidence.claim_key as claim_key,
        amounts.amount,
        amounts.amount_high,
        amounts.currency_code,
        amounts.currency_basis,
        amounts.amount_qualifier,
        amounts.amount_kind,
        date_trunc('month', coalesce(values.happened.day, cast(states.known_from as date))) as rate_month
    from {{ ref('int_event_values') }} as values
    inner join {{ ref('int_event_states') }} as states
        on values.event_key = states.event_key and states.known_to is null
    left join {{ ref('int_event_amounts') }} as amounts on values.event_key = amounts.event_key
    where values.evidence is not null and not values.is_ambiguous
),

open_conflicts as (
    select distinct event_key
    from {{ ref('int_event_conflicts') }}
    where resolution = 'open'
)

select
    dated.* exclude (rate_month, is_denied),
    dated.grade in ('E3', 'E4') as is_confirmed,
    dated.is_denied or open_conflicts.event_key is not null as is_disputed,
    cast(dated.amount * if(dated.currency_code = 'USD', 1, rates.usd_per_unit) as decimal(24, 2)) as amount_usd,
    cast(
        dated.valuation * if(dated.valuation_currency_code = 'USD', 1, valuation_rates.usd_per_unit) as decimal(24, 2)
    ) as valuation_usd,
    coalesce(
        stages.is_committed
        and dated.grade >= 'E2'
        and dated.amount_kind in ('raise', 'tranche', 'deal_value', 'contract_value', 'debt', 'grant', 'pledge'),
        false
    ) as is_committed
from dated
left join open_conflicts on dated.event_key = open_conflicts.event_key
left join {{ ref('stg_registry__stages') }} as stages
    on dated.claim_type = stages.claim_type and dated.stage = stages.stage
left join {{ ref('stg_registry__exchange_rates') }} as rates
    on dated.currency_code = rates.currency_code and dated.rate_month = rates.month_date
left join {{ ref('stg_registry__exchange_rates') }} as valuation_rates
    on dated.valuation_currency_code = valuation_rates.currency_code and dated.rate_month = valuation_rates.month_date
