-- One kind of amount a row, so that unlike amounts are never added. An instalment that is counted in the round or total
-- held beside it is a part, and not counted again.
with parts as (
    {{ counted_in_their_whole() }}
),

dated as (
    select
        investments.*,
        parts.event_key is not null as is_part,
        case
            when investments.event_date_precision in ('day', 'month') then 'event_date'
            when investments.event_date_precision in ('quarter', 'year') then investments.event_date_precision
            when investments.is_background_only then 'not_stated'
            else 'reported'
        end as month_basis
    from {{ ref('fct_investments') }} as investments
    left join parts on investments.event_key = parts.event_key
    where investments.amount is not null
)

select
    cast(
        case month_basis
            when 'event_date' then date_trunc('month', event_date)
            when 'reported' then date_trunc('month', cast(first_reported_at as date))
        end as date
    ) as month_date,
    month_basis,
    stage,
    amount_kind,
    is_committed,
    is_part,
    count(*) as event_count,
    count(amount_usd) as event_with_usd_count,
    cast(sum(amount_usd) as decimal(38, 2)) as amount_usd,
    cast(coalesce(sum(amount_usd) filter (where amount_qualifier = 'up_to'), 0) as decimal(38, 2)) as up_to_usd
from dated
group by 1, 2, 3, 4, 5, 6
