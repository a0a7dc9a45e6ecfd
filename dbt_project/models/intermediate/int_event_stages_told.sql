-- Which claim speaks for an event at one stage, and the date said of that stage, from each time on that something was
-- said of it. One row an event, epoch, stage and time.
select
    event_key,
    epoch_from,
    stage,
    held_from,
    arg_min(
        struct_pack(claim_key := claim_key, quote := quote, article_url := article_url), quote_order
    ) over so_far as evidence,
    arg_min(
        struct_pack(day := event_date, day_precision := event_date_precision), date_order
    ) filter (where event_date is not null) over so_far as happened
from {{ ref('int_event_claims_held') }}
where is_affirmed
window so_far as (partition by event_key, epoch_from, stage order by held_from)
qualify row_number() over (partition by event_key, epoch_from, stage, held_from) = 1
