-- What is compared from one time to the next, and by what name a change of it is listed. Counts alone make no new
-- state.
{{ config(**incremental_by('event_key', moment='known_from')) }}
{% set fields = {
    'stage': ['stage'],
    'grade': ['grade'],
    'dispute': ['is_denied', 'is_disputed'],
    'background': ['is_background_only'],
    'date': ['event_date', 'event_date_precision'],
    'parties': [
        'investors', 'recipient_name', 'plaintiffs', 'defendants', 'adopter_name', 'provider_name', 'parties',
    ],
    'amount': ['amount', 'amount_high', 'currency_code', 'amount_kind'],
    'terms': [
        'deal_type', 'round', 'stake_share', 'valuation', 'product_name', 'model_name', 'relation', 'action_type',
        'claim_basis', 'forum', 'agreement_type', 'term_end', 'term_end_precision', 'term_condition',
    ],
} %}
{{ config(post_hook="{{ create_facts_changed_between() }}") }}

with followed as (
    select
        *,
        {% for field, columns in fields.items() %}
        row({{ columns | join(', ') }}) as {{ field }}_held,
        lag(row({{ columns | join(', ') }})) over in_time as {{ field }}_before,
        {% endfor %}
        lag(known_from) over in_time as known_from_before,
        lag(known_to) over in_time as known_to_before
    from {{ ref('int_event_states') }}
    window in_time as (partition by event_key order by known_from)
),

compared as (
    select
        *,
        case
            when known_from_before is null then ['first_known']
            when known_to_before != known_from then ['known_again']
            else list_filter([
                {% for field in fields %}
                if({{ field }}_held is distinct from {{ field }}_before, '{{ field }}', null)
                {{- ',' if not loop.last }}
                {% endfor %}
            ], lambda field: field is not null)
        end as changed_fields
    from followed
),

numbered as (
    select
        *,
        count_if(len(changed_fields) > 0) over (partition by event_key order by known_from) as spell
    from compared
),

spells as (
    select
        *,
        nullif(max(coalesce(known_to, timestamptz 'infinity')) over same_spell, timestamptz 'infinity') as spell_to
    from numbered
    window same_spell as (partition by event_key, spell)
    qualify len(changed_fields) > 0
),

movements as (
    select
        event_key,
        claim_key,
        unnest([held_from, held_to, away_from, away_to]) as moved_at,
        unnest([true, false, false, true]) as is_known
    from {{ ref('int_event_claims_known') }}
    where coalesce(held_to > held_from, true)
),

movers as (
    select
        event_key,
        moved_at,
        coalesce(list_sort(list(claim_key) filter (where is_known)), []) as claim_keys,
        coalesce(list_sort(list(claim_key) filter (where not is_known)), []) as withdrawn_claim_keys
    from movements
    where moved_at is not null
    group by event_key, moved_at
)

select
    spells.event_key,
    spells.claim_type,
    spells.stage,
    spells.grade,
    spells.is_confirmed,
    spells.is_denied,
    spells.is_disputed,
    spells.is_background_only,
    spells.event_date,
    spells.event_date_precision,
    spells.amount,
    spells.currency_code,
    spells.rule,
    spells.changed_fields,
    movers.claim_keys,
    movers.withdrawn_claim_keys,
    spells.claim_key,
    spells.known_from,
    spells.spell_to as known_to
from spells
inner join movers on spells.event_key = movers.event_key and spells.known_from = movers.moved_at
order by spells.known_from, spells.event_key
