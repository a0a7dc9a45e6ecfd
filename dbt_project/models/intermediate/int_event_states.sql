-- What was held when: a row for each time that stage, grade or dispute changed. The last one is what is held now.
with denied as (
    select
        denials.event_key,
        min(greatest(denials.known_at, affirmations.known_at)) as disputed_since
    from {{ ref('int_event_attestations') }} as denials
    inner join {{ ref('int_event_attestations') }} as affirmations
        on
            denials.event_key = affirmations.event_key
            and denials.origin is distinct from affirmations.origin
    where not denials.is_affirmed and affirmations.is_affirmed
    group by denials.event_key
),

disputed as (
    select
        held.*,
        coalesce(denied.disputed_since <= held.held_from, false) as is_denied
    from {{ ref('int_event_stages_held') }} as held
    left join denied on held.event_key = denied.event_key
),

changes as (
    select
        *,
        (stage, grade, is_denied, is_background_only) as held,
        lag((stage, grade, is_denied, is_background_only)) over (
            partition by event_key order by held_from
        ) as held_before
    from disputed
)

select
    event_key,
    claim_type,
    stage,
    grade,
    is_denied,
    is_background_only,
    rule,
    held_from as known_from,
    lead(held_from) over (partition by event_key order by held_from) as known_to
from changes
where held is distinct from held_before
