-- By what events can be linked, as a number of what they share: the same names acted upon, two names of a deal or
-- of an action, a plan. One row an event and what it may share; held side by side, so that links look for few events.
{{ config(**incremental_by('event_key')) }}
with events as (
    select * from {{ rows_made('int_event_sides') }}
),

meetings as (
    select
        event_key,
        'upon|' || array_to_string(others, '|') as meeting
    from events
    where claim_type = 'investment'
    union all
    select
        event_key,
        'plan' as meeting
    from events
    where claim_type = 'investment' and amount_kind = 'capacity_plan'
    union all
    select
        event_key,
        'pair|' || one_id || '|' || unnest(all_ids) as meeting
    from (
        select
            event_key,
            doers || others as all_ids,
            unnest(doers || others) as one_id
        from events
        where claim_type in ('partnership', 'investment')
    ) as named
    union all
    select
        event_key,
        'pair|' || one_id || '|' || unnest(others) as meeting
    from (
        select
            event_key,
            others,
            unnest(doers) as one_id
        from events
        where claim_type = 'legal_action'
    ) as acting
)

select distinct
    event_key,
    md5_number_lower(meeting) as meeting
from meetings
