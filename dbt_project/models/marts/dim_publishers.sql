select
    publisher_id,
    name,
    publisher_family,
    kind,
    country_code,
    defined_in != 'sources' as is_listed
from {{ ref('stg_registry__publishers') }}
union all
select
    publisher_id,
    min(publisher_name) as name,
    publisher_id as publisher_family,
    null as kind,
    null as country_code,
    false as is_listed
from {{ ref('int_publishers_resolved') }}
where matched_by = 'none'
group by publisher_id
