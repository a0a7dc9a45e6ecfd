-- What changed in the week before the newest news, by kind of change.
select claim_type, change, count(*) as events
from newsledger.marts.facts_changed_between(
    (select max(known_from) - interval 7 day from fct_event_states), (select max(known_from) from fct_event_states)
)
group by claim_type, change
order by all
