{{ config(**incremental_by('event_key', moment='known_from')) }}
{{ config(post_hook="{{ create_as_of('investments') }}") }}

select
    {{ event_columns() }}
    investors,
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
    amount_grade,
    amount_usd,
    valuation_usd,
    rate_month_date,
    rate_source,
    is_committed,
    known_from,
    known_to
from {{ ref('int_event_states') }}
where claim_type = 'investment'
order by known_from, event_key
