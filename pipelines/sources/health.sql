-- How each source does, told from the looks at it alone (`checks`, rows of SourceCheck): one row a source looked at in the four
-- weeks before the newest look. Days on which a source was not asked, or failed, count for nothing: who was not there cannot say
-- that it was silent. What a first look finds is the stock of a feed, not its rate.
--
-- failing: three failures in a row. Feeds are asked every quarter of an hour, three tries a look: most of an hour (2026-11-25).
-- silent: nothing for so long that it would have brought ten items at its usual rate. By chance alone that happens once in 22,000
--   such times (e to the power of -10), and a weekend at a fifth of the usual stays below it (2026-11-25).
-- doubled: a week with more than twice the usual, and ten items at least, so that it is no chance of small numbers (2026-11-25).
-- A source without a past of seven days before the last week is held against what was registered of it.
with bounds as (select max(checked_at) as as_of from checks),
looked as (
    select
        checks.*, bounds.as_of,
        outcome <> 'failed' as is_good,
        if(is_first, 0, new_count) as counted,
        checked_at > bounds.as_of - interval 7 days as is_last_week,
        cast(timezone('UTC', checked_at) as date) as day
    from checks cross join bounds
    where checked_at > bounds.as_of - interval 28 days
),
summed as (
    select
        source_id,
        max(as_of) as as_of,
        arg_max(publisher, checked_at) as publisher,
        arg_max(url, checked_at) as url,
        arg_max(items_per_week_low, checked_at) as expected_low,
        arg_max(items_per_week_high, checked_at) as expected_high,
        max(checked_at) as last_checked_at,
        max(checked_at) filter (where is_good) as last_success_at,
        max(checked_at) filter (where is_good and new_count > 0) as last_new_at,
        arg_max(reason, checked_at) filter (where not is_good) as last_failure,
        count(*) as check_count,
        count(*) filter (where not is_good) as failure_count,
        coalesce(sum(counted), 0) as item_count,
        coalesce(sum(late_count) filter (where not is_first), 0) as late_count,
        coalesce(sum(counted) filter (where is_last_week), 0) as items_last_week,
        count(distinct day) filter (where is_good and is_last_week) as days_last_week,
        coalesce(sum(counted) filter (where not is_last_week), 0) as items_before,
        count(distinct day) filter (where is_good and not is_last_week) as days_before
    from looked
    group by source_id
),
since as (
    select
        looked.source_id,
        count(*) filter (where not is_good and (last_success_at is null or checked_at > last_success_at)) as failures_in_a_row,
        count(distinct day) filter (where is_good and (last_new_at is null or checked_at > last_new_at)) as days_without_items
    from looked inner join summed using (source_id)
    group by looked.source_id
),
rated as (
    select
        *,
        if(days_before >= 7, items_before * 7.0 / days_before, null) as usual_per_week,
        if(days_last_week >= 3, items_last_week * 7.0 / days_last_week, null) as rate_per_week
    from summed inner join since using (source_id)
),
judged as (
    select
        *,
        case
            when failures_in_a_row >= 3 then 'failing'
            when usual_per_week * days_without_items / 7 >= 10 then 'silent'
            when usual_per_week is null and days_last_week >= 7 and items_last_week < expected_low then 'silent'
            when items_last_week >= 10 and rate_per_week > 2 * usual_per_week then 'doubled'
            when usual_per_week is null and rate_per_week > expected_high then 'doubled'
            when last_success_at is null or days_before + days_last_week < 7 then 'new'
            else 'ok'
        end as status
    from rated
)
select
    source_id, publisher, url, status,
    case status
        when 'failing' then 'failed ' || failures_in_a_row || ' times in a row: ' || coalesce(last_failure, 'no reason given')
        when 'silent' then 'silent: ' || items_last_week || ' items in the last week, '
            || coalesce('usually ' || cast(round(usual_per_week) as bigint), 'at least ' || expected_low || ' expected')
        when 'doubled' then 'doubled: ' || items_last_week || ' items in the last week, '
            || coalesce('usually ' || cast(round(usual_per_week) as bigint), 'at most ' || expected_high || ' expected')
    end as warning,
    last_checked_at, last_success_at, last_new_at, last_failure,
    cast(failures_in_a_row as bigint) as failures_in_a_row,
    cast(check_count as bigint) as check_count,
    cast(failure_count as bigint) as failure_count,
    cast(item_count as bigint) as item_count,
    cast(late_count as bigint) as late_count,
    cast(items_last_week as bigint) as items_last_week,
    cast(round(usual_per_week, 1) as double) as usual_per_week,
    cast(expected_low as bigint) as expected_low,
    cast(expected_high as bigint) as expected_high,
    as_of
from judged
order by source_id
