-- Values that disagree and are not settled, both sentences.
select event_key, field, value_low, value_high, quote_low, quote_high
from fct_conflicts
where resolution = 'open'
order by event_key, field
limit 100
