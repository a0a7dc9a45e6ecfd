select
    {{ event_columns() }}
    coalesce(investors, []) as investors,
    recipient_name as recipient,
    coalesce(deal_type, 'unspecified') as deal_type,
    round,
    stake_share,
    amount,
    amount_high,
    currency_code,
    currency_basis,
    amount_qualifier,
    amount_kind,
    amount_usd,
    valuation_usd,
    is_committed
from {{ ref('int_events') }}
where claim_type = 'investment'
