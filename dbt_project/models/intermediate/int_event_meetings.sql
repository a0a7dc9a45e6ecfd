-- By what events can be linked, as a number of what they share: the same names acted upon, a plan, two names of a deal
-- or of an action within some years (event_pairs.sql). One row an event and what it may share; held side by side, so
-- that links look for few events.
{{ config(**incremental_by('event_key', moment='first_reported_at')) }}
with events as (
    select
        *,
        {{ happened_on() }} as happened_on
    from {{ rows_made('int_event_sides') }}
),

meetings as (
    select
        event_key,
        first_reported_at,
        'upon|' || array_to_string(others, '|') as meeting
    from events
    where claim_type = 'investment'
    union all
    select
        event_key,
        first_reported_at,
        'plan' as meeting
    from events
    where claim_type = 'investment' and amount_kind = 'capacity_plan'
    union all
    select
        event_key,
        first_reported_at,
        'pair|' || {{ span_of('happened_on') }} || '|' || one_id || '|' || other_id as meeting
    from ({{ deal_pairs('events', ['event_key', 'first_reported_at', 'happened_on']) }}) as deals
    union all
    select
        event_key,
        first_reported_at,
        'pair|' || unnest({{ spans_sued_upon('happened_on') }}) || '|' || one_id || '|' || other_id as meeting
    from (
        {{ action_pairs('events', ['event_key', 'first_reported_at', 'happened_on']) }}
        union all
        {{ pairs_acted_upon('events', ['event_key', 'first_reported_at', 'happened_on']) }}
    ) as actions
)

select distinct
    event_key,
    first_reported_at,
    md5_number_lower(meeting) as meeting
from meetings
