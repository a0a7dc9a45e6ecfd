-- What was held of each event when, by today's rules from the claims known by then: every value of the facts and from
-- when until when (known_to is null today). One row an event and change. The facts are the rows that are held today.
{% set values = [
    'claim_type', 'stage', 'grade', 'rule', 'is_denied', 'is_open', 'is_background_only', 'event_date',
    'event_date_precision', 'first_reported_at', 'last_reported_at', 'article_count', 'origin_count', 'known_at', 'quote',
    'article_url', 'claim_key', 'investors', 'recipient_name', 'deal_type', 'round', 'stake_share', 'plaintiffs',
    'defendants', 'action_type', 'claim_basis', 'forum', 'adopter_name', 'product_name', 'provider_name', 'provider_id',
    'model_name', 'model_id', 'relation', 'parties', 'agreement_type', 'term_end', 'term_end_precision',
    'term_condition', 'amount', 'amount_high', 'currency_code', 'currency_basis', 'amount_qualifier', 'amount_kind',
    'amount_grade', 'is_committed', 'valuation', 'valuation_currency_code',
] %}
with denied as (
    select
        denials.event_key,
        denials.epoch_from,
        min(greatest(denials.held_from, affirmations.held_from)) as denied_from
    from {{ ref('int_event_attestations') }} as denials
    inner join {{ ref('int_event_attestations') }} as affirmations
        on
            denials.event_key = affirmations.event_key
            and denials.epoch_from = affirmations.epoch_from
            and denials.origin is distinct from affirmations.origin
    where not denials.is_affirmed and affirmations.is_affirmed
    group by denials.event_key, denials.epoch_from
),

opened as (
    select distinct
        values.event_key,
        values.held_from
    from {{ ref('int_event_values') }} as values
    inner join {{ ref('int_event_conflicts') }} as conflicts
        on
            values.event_key = conflicts.event_key
            and values.epoch_from = conflicts.epoch_from
            and values.held_from >= conflicts.held_from
            and coalesce(values.held_from < conflicts.held_to, true)
    where conflicts.resolution = 'open'
),

-- Of two rights that stand side by side, each has its own condition.
sides_apart as (
    select distinct
        event_key,
        epoch_from,
        held_from,
        held_to
    from {{ ref('int_event_conflicts') }}
    where field = 'agreement_type' and resolution = 'by_scope'
),

rights_apart as (
    select
        values.event_key,
        values.epoch_from,
        values.held_from,
        arg_min(claims.term_condition, claims.pick_order) as term_condition
    from {{ ref('int_event_values') }} as values
    inner join sides_apart
        on
            values.event_key = sides_apart.event_key
            and values.epoch_from = sides_apart.epoch_from
            and values.held_from >= sides_apart.held_from
            and coalesce(values.held_from < sides_apart.held_to, true)
    left join {{ ref('int_event_claims_held') }} as claims
        on
            values.event_key = claims.event_key
            and values.epoch_from = claims.epoch_from
            and values.held_from >= claims.held_from
            and values.agreement_type = claims.agreement_type
            and claims.is_affirmed
            and claims.term_condition is not null
    group by values.event_key, values.epoch_from, values.held_from
),

-- Before anybody affirms it an event holds no stage, and is none.
staged as (
    select
        values.*,
        held.stage,
        held.grade,
        held.rule,
        held.is_background_only,
        lead(values.held_from, 1, values.epoch_to) over (
            partition by values.event_key, values.epoch_from order by values.held_from
        ) as until
    from {{ ref('int_event_values') }} as values
    asof inner join {{ ref('int_event_stages_held') }} as held
        on
            values.event_key = held.event_key
            and values.epoch_from = held.epoch_from
            and values.held_from >= held.held_from
),

told as (
    select
        staged.* exclude (valued, term, parties) replace (
            {{ round_name('staged.round') }} as round,
            if(rights_apart.event_key is null, staged.term_condition, rights_apart.term_condition) as term_condition
        ),
        coalesce(staged.parties, []) as parties,
        coalesce(denied.denied_from <= staged.held_from, false) as is_denied,
        opened.event_key is not null as is_open,
        -- The day of another stage is no day of this one.
        spoken.happened.day as event_date,
        coalesce(spoken.happened.day_precision, 'unknown') as event_date_precision,
        spoken.evidence.claim_key as claim_key,
        spoken.evidence.quote as quote,
        spoken.evidence.article_url as article_url,
        staged.valued.said as valuation,
        staged.valued.currency_code as valuation_currency_code,
        staged.term.day as term_end,
        coalesce(staged.term.day_precision, 'unknown') as term_end_precision
    from staged
    left join denied on staged.event_key = denied.event_key and staged.epoch_from = denied.epoch_from
    left join opened on staged.event_key = opened.event_key and staged.held_from = opened.held_from
    left join rights_apart
        on
            staged.event_key = rights_apart.event_key
            and staged.epoch_from = rights_apart.epoch_from
            and staged.held_from = rights_apart.held_from
    asof left join {{ ref('int_event_stages_told') }} as spoken
        on
            staged.event_key = spoken.event_key
            and staged.epoch_from = spoken.epoch_from
            and staged.stage = spoken.stage
            and staged.held_from >= spoken.held_from
),

followed as (
    select
        told.*,
        amounts.held.amount as amount,
        amounts.held.amount_high as amount_high,
        amounts.held.currency_code as currency_code,
        amounts.held.currency_basis as currency_basis,
        amounts.held.amount_qualifier as amount_qualifier,
        amounts.held.amount_kind as amount_kind,
        amounts.held.amount_grade as amount_grade,
        -- A deal may be signed on the record and its sum be a rumour.
        coalesce(
            stages.is_committed
            and told.grade >= 'E2'
            and amounts.held.amount_grade >= 'E2'
            and amounts.held.amount_kind in (
                'raise', 'tranche', 'deal_value', 'contract_value', 'debt', 'grant', 'pledge'
            ),
            false
        ) as is_committed,
        row(told.stage, told.grade, told.is_denied, told.is_background_only) as standing,
        lag(row(told.stage, told.grade, told.is_denied, told.is_background_only)) over in_time as standing_before,
        lag(told.until) over in_time as until_before
    from told
    asof left join {{ ref('int_event_amounts') }} as amounts
        on
            told.event_key = amounts.event_key
            and told.epoch_from = amounts.epoch_from
            and told.held_from >= amounts.held_from
    left join {{ ref('stg_registry__stages') }} as stages
        on told.claim_type = stages.claim_type and told.stage = stages.stage
    window in_time as (partition by told.event_key order by told.held_from)
),

moved as (
    select
        * exclude (standing, standing_before, until_before),
        (standing is distinct from standing_before or held_from is distinct from until_before) as moves
    from followed
),

timed as (
    select
        *,
        max(held_from) filter (where moves) over (partition by event_key order by held_from) as known_at
    from moved
),

spells as (
    {{ spells_of('timed', values) }}
)

select
    spells.* exclude (epoch_from, epoch_to, moves, is_open),
    spells.grade in ('E3', 'E4') as is_confirmed,
    spells.is_denied or spells.is_open as is_disputed,
    cast(spells.amount * if(spells.currency_code = 'USD', 1, rates.usd_per_unit) as decimal(24, 2)) as amount_usd,
    cast(
        spells.valuation * if(spells.valuation_currency_code = 'USD', 1, valuation_rates.usd_per_unit) as decimal(24, 2)
    ) as valuation_usd,
    rates.month_date as rate_month_date,
    rates.source as rate_source
from spells
left join {{ ref('stg_registry__exchange_rates') }} as rates
    on
        spells.currency_code = rates.currency_code
        and spells.currency_code != 'USD'
        and date_trunc('month', coalesce(spells.event_date, cast(spells.known_at as date))) = rates.month_date
left join {{ ref('stg_registry__exchange_rates') }} as valuation_rates
    on
        spells.valuation_currency_code = valuation_rates.currency_code
        and date_trunc('month', coalesce(spells.event_date, cast(spells.known_at as date))) = valuation_rates.month_date
