select
    currency_code,
    cast(month as date) as month_date,
    cast(usd_per_unit as decimal(18, 8)) as usd_per_unit,
    source
from {{ ref('exchange_rates') }}
