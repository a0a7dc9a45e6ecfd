-- Agreements that end next.
select due_by_date, due_kind, parties, agreement_type, stage, grade
from rpt_contract_calendar
where due_by_date is not null
order by due_by_date, event_key
limit 50
