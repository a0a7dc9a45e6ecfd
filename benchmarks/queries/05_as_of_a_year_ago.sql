-- What was held a year before the newest news: signed money by kind.
select amount_kind, count(*) as events, sum(amount_usd) as amount_usd
from newsledger.marts.investments_as_of((select max(known_from) - interval 365 day from fct_investment_states))
where is_committed
group by amount_kind
order by amount_kind
