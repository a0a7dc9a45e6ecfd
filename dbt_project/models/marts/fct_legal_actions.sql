select
    {{ event_columns() }}
    coalesce(plaintiffs, []) as plaintiffs,
    coalesce(defendants, []) as defendants,
    action_type,
    coalesce(claim_basis, []) as claim_basis,
    forum,
    amount,
    currency_code,
    amount_kind
from {{ ref('int_events') }}
where claim_type = 'legal_action'
