-- Committed dollars by month and kind of amount, parts left out.
select month_date, amount_kind, sum(event_count) as events, sum(amount_usd) as amount_usd
from rpt_money_by_month
where is_committed and not is_part and month_date is not null
group by month_date, amount_kind
order by month_date desc, amount_kind
