-- For each organization those that stand above it, nearest first; at most six: a circle in the list must not hang.
with recursive climbed as (
    select
        organization_id,
        parent_id as above_id,
        1 as steps
    from {{ ref('stg_registry__organizations') }}
    where parent_id is not null
    union all
    select
        climbed.organization_id,
        organizations.parent_id as above_id,
        climbed.steps + 1 as steps
    from climbed
    inner join {{ ref('stg_registry__organizations') }} as organizations
        on climbed.above_id = organizations.organization_id
    where organizations.parent_id is not null and climbed.steps < 6
)

select
    organization_id,
    above_id,
    min(steps) as steps
from climbed
group by organization_id, above_id
