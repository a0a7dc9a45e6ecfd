select
    organization_id,
    name,
    organization_type,
    country_code,
    parent_id,
    family_id,
    wikidata_id,
    website,
    sector,
    is_ai,
    true as is_listed
from {{ ref('stg_registry__organizations') }}
union all
select
    entity_id as organization_id,
    any_value(entity_name) as name,
    null as organization_type,
    null as country_code,
    null as parent_id,
    entity_id as family_id,
    null as wikidata_id,
    null as website,
    null as sector,
    null as is_ai,
    false as is_listed
from {{ ref('int_names_resolved') }}
where name_kind = 'party' and matched_by = 'none'
group by entity_id
