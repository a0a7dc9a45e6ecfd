-- Publishers by how often they were first, with how their word held.
select publisher, event_count, first_count, alone_count, confirmed_count, contradicted_count, corrected_count, retracted_count
from rpt_source_reliability
where event_count > 0
order by first_count desc, publisher
limit 50
