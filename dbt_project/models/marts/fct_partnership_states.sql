{{ config(**incremental_by('event_key', moment='known_from')) }}
{{ config(post_hook="{{ create_as_of('partnership_terms') }}") }}

select
    {{ event_columns() }}
    parties,
    coalesce(agreement_type, 'unspecified') as agreement_type,
    term_end,
    term_end_precision,
    term_condition,
    amount,
    amount_high,
    currency_code,
    amount_qualifier,
    amount_kind,
    amount_grade,
    known_from,
    known_to
from {{ ref('int_event_states') }}
where claim_type = 'partnership'
order by known_from, event_key
