with recursive listed as (
    {{ seed_with_overrides('organizations', 'organizations.csv', [
        'organization_id', 'name', 'organization_type', 'country_code', 'parent_id', 'family_id', 'wikidata_id', 'website',
        'sector', 'is_ai',
    ]) }}
),

-- A row that names a parent and no family, as a user writes it, is of its parent's; a circle must not hang.
climbed as (
    select
        organization_id,
        parent_id as above_id,
        1 as steps
    from listed
    where family_id is null and parent_id is not null
    union all
    select
        climbed.organization_id,
        listed.parent_id as above_id,
        climbed.steps + 1 as steps
    from climbed
    inner join listed on climbed.above_id = listed.organization_id
    where listed.family_id is null and listed.parent_id is not null and climbed.steps < 6
),

families as (
    select
        climbed.organization_id,
        arg_max(coalesce(listed.family_id, climbed.above_id), climbed.steps) as family_id
    from climbed
    left join listed on climbed.above_id = listed.organization_id
    group by climbed.organization_id
)

select
    listed.organization_id,
    listed.name,
    listed.organization_type,
    listed.country_code,
    listed.parent_id,
    coalesce(listed.family_id, families.family_id, listed.organization_id) as family_id,
    listed.wikidata_id,
    listed.website,
    listed.sector,
    coalesce(cast(listed.is_ai as boolean), false) as is_ai,
    listed.defined_in
from listed
left join families on listed.organization_id = families.organization_id
