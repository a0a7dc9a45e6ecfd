-- The stage that each event holds from each time on: the highest progress stage attested at E1 or better, else at E0,
-- unless a newer closing stage has E2 or better. One row an event and time at which something new became known.
with timed as (
    select
        *,
        min(held_from) filter (where moving_grade >= 'E2') over so_far as closing_since,
        coalesce(min(held_from) filter (where moving_grade >= 'E1') over so_far, first_known_at) as progress_since
    from {{ ref('int_event_stages_graded') }}
    window so_far as (partition by event_key, epoch_from, stage order by held_from)
),

candidates as (
    select
        event_key,
        claim_type,
        epoch_from,
        held_from,
        has_news,
        arg_max(
            struct_pack(stage := stage, grade := grade, since := progress_since),
            (moving_grade >= 'E1', stage_rank)
        ) filter (where stage_kind = 'progress') as progress,
        arg_max(
            struct_pack(stage := stage, grade := grade, since := closing_since),
            (closing_since, stage_rank)
        ) filter (where stage_kind = 'closing' and moving_grade >= 'E2') as closing,
        arg_max(
            struct_pack(stage := stage, grade := grade),
            (moving_grade, stage_rank)
        ) filter (where stage_kind = 'closing') as only_closing
    from timed
    group by event_key, claim_type, epoch_from, held_from, has_news
),

ruled as (
    select
        *,
        case
            when progress is null then 'closing_only'
            when closing is not null and closing.since >= progress.since then 'closing_newer'
            when progress.grade = 'E0' then 'progress_unattested'
            else 'progress_highest'
        end as rule
    from candidates
)

select
    event_key,
    claim_type,
    epoch_from,
    held_from,
    not has_news as is_background_only,
    rule,
    case rule
        when 'closing_only' then coalesce(closing.stage, only_closing.stage)
        when 'closing_newer' then closing.stage
        else progress.stage
    end as stage,
    case rule
        when 'closing_only' then coalesce(closing.grade, only_closing.grade)
        when 'closing_newer' then closing.grade
        else progress.grade
    end as grade
from ruled
