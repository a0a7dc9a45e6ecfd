-- No date of ours is ever given to an event.
select events.event_key
from {{ ref('int_events') }} as events
left join {{ rows_made('fct_claims') }} as claims
    on
        events.event_key = claims.event_key
        and events.event_date = claims.event_date
        and events.event_date_precision = claims.event_date_precision
where events.event_date is not null
group by events.event_key
having count(claims.claim_key) = 0
