-- Everything that one organization has a part in, newest first.
select roles.role, events.claim_type, events.event_key, events.first_reported_at, events.claim_count
from bridge_event_organizations as roles
join dim_events as events using (event_key)
where roles.organization_id = (
    select organization_id from bridge_event_organizations group by organization_id order by count(*) desc, organization_id limit 1
)
order by events.first_reported_at desc, events.event_key
limit 100
