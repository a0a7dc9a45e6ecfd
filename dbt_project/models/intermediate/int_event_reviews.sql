-- What people decided, at the event that holds both claims today. Where the claims have come to lie in two events there
-- is nothing left to decide. One row an event, field and pair of values.
select
    low.event_key,
    reviews.field,
    reviews.value_low,
    reviews.value_high,
    arg_max(reviews.value_held, (reviews.reviewed_at, reviews.value_held)) as value_held,
    arg_max(
        reviews.field || '=' || if(reviews.value_held = reviews.value_low, reviews.value_high, reviews.value_low),
        (reviews.reviewed_at, reviews.value_held)
    ) as rejected
from {{ ref('stg_decisions__reviews') }} as reviews
inner join {{ ref('int_claims_clustered') }} as low on reviews.claim_key_low = low.claim_key
inner join {{ ref('int_claims_clustered') }} as high
    on reviews.claim_key_high = high.claim_key and low.event_key = high.event_key
group by low.event_key, reviews.field, reviews.value_low, reviews.value_high
