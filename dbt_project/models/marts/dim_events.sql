{{ config(**incremental_by('event_key', moment='first_reported_at')) }}
select
    claims.event_key,
    any_value(claims.claim_type) as claim_type,
    bool_or(claims.is_affirmed) as is_affirmed,
    bool_or(claims.placed_as = 'ambiguous') as is_ambiguous,
    count(*) as claim_count,
    min(claims.known_at) as first_reported_at,
    {{ changed_at() }} as changed_at,
    {{ changed_in() }} as changed_in
from {{ ref('int_event_claims') }} as claims
group by claims.event_key
order by first_reported_at, claims.event_key
