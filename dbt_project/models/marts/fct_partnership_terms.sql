select
    {{ event_columns() }}
    parties,
    coalesce(agreement_type, 'unspecified') as agreement_type,
    term_end,
    term_end_precision,
    term_condition,
    amount,
    currency_code,
    amount_kind
from {{ ref('int_events') }}
where claim_type = 'partnership'
