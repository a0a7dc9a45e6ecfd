-- Pairs between which money goes round, with what may be added of each flow and kind.
select investor, recipient, flow, amount_kind, count(*) as events, sum(addable_usd) as addable_usd
from rpt_circular_flows
group by all
order by investor, recipient, flow, amount_kind
limit 200
