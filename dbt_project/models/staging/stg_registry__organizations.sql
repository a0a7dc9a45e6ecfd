with listed as (
    {{ seed_with_overrides('organizations', 'organizations.csv', [
        'organization_id', 'name', 'organization_type', 'country_code', 'parent_id', 'family_id', 'wikidata_id', 'website',
        'sector', 'is_ai',
    ]) }}
)

select
    organization_id,
    name,
    organization_type,
    country_code,
    parent_id,
    coalesce(family_id, organization_id) as family_id,
    wikidata_id,
    website,
    sector,
    coalesce(cast(is_ai as boolean), false) as is_ai,
    defined_in
from listed
