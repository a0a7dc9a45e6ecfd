with listed as (
    {{ seed_with_overrides('publishers', 'publishers.csv', [
        'publisher_id', 'name', 'publisher_family', 'domains', 'kind', 'country_code',
    ]) }}
)

select
    publisher_id,
    name,
    coalesce(publisher_family, publisher_id) as publisher_family,
    list_filter(string_split(lower(coalesce(domains, '')), ' '), lambda domain: domain != '') as domains,
    kind,
    country_code,
    defined_in
from listed
union all by name
select
    publisher_id,
    name,
    publisher_family,
    [] as domains,
    country_code,
    'sources' as defined_in
from {{ source('raw', 'source_publishers') }}
