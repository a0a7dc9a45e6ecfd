-- Open legal actions on copyright, the largest sums first.
select event_key, plaintiffs, defendants, forum, stage, grade, amount, currency_code
from rpt_legal_actions_open
where list_contains(claim_basis, 'copyright')
order by amount desc nulls last, event_key
limit 50
