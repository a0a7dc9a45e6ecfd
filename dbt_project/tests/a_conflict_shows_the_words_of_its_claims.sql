select
    conflicts.event_key,
    conflicts.field
from {{ rows_made('fct_conflicts') }} as conflicts
left join {{ rows_made('fct_claims') }} as low
    on
        conflicts.claim_key_low = low.claim_key
        and conflicts.quote_low = low.quote
        and conflicts.event_key = low.event_key
left join {{ rows_made('fct_claims') }} as high
    on
        conflicts.claim_key_high = high.claim_key
        and conflicts.quote_high = high.quote
        and conflicts.event_key = high.event_key
where low.claim_key is null or high.claim_key is null
