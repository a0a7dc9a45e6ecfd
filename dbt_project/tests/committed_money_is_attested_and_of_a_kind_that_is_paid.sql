select event_key
from {{ rows_made('fct_investments') }}
where
    is_committed
    and (
        stage not in ('signed', 'effective', 'amended')
        or grade < 'E2'
        or coalesce(amount_kind, '') not in (
            'raise', 'tranche', 'deal_value', 'contract_value', 'debt', 'grant', 'pledge'
        )
    )
