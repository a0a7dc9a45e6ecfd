-- A user's row adds to the seeds; one that says something else of the same key or name is an error naming both rows.
select
    organization_id as listed_twice,
    string_agg(defined_in, ' and ' order by defined_in) as defined_in
from {{ ref('stg_registry__organizations') }}
group by organization_id
having count(*) > 1
union all
select
    lower(alias) as listed_twice,
    string_agg(organization_id || ' in ' || defined_in, ' and ' order by defined_in, organization_id) as defined_in
from {{ ref('stg_registry__aliases') }}
group by lower(alias)
having count(distinct organization_id) > 1
union all
select
    publisher_id as listed_twice,
    string_agg(defined_in, ' and ' order by defined_in) as defined_in
from {{ ref('stg_registry__publishers') }}
group by publisher_id
having count(*) > 1
