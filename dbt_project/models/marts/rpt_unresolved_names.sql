with unlisted as (
    select
        names.entity_id as name_key,
        names.name_kind,
        any_value(names.entity_name) as name,
        cast(sum(names.times) as bigint) as claim_count
    from {{ ref('int_names_resolved') }} as names
    where names.matched_by = 'none'
    group by names.entity_id, names.name_kind
),

-- Likeness is only ever suggested; a person adds the row to the seed or to overrides.
most_used as (
    select *
    from unlisted
    where name_kind = 'party'
    qualify row_number() over (order by claim_count desc, name_key asc) <= 500
),

suggested as (
    select
        most_used.name_key,
        arg_max(
            organizations.organization_id,
            (
                jaro_winkler_similarity(lower(most_used.name), lower(organizations.name)),
                organizations.organization_id
            )
        ) as suggestion
    from most_used
    inner join {{ ref('stg_registry__organizations') }} as organizations
        on jaro_winkler_similarity(lower(most_used.name), lower(organizations.name)) >= 0.9
    group by most_used.name_key
)

select
    unlisted.name_key,
    unlisted.name_kind,
    unlisted.name,
    unlisted.claim_count,
    suggested.suggestion
from unlisted
left join suggested on unlisted.name_key = suggested.name_key and unlisted.name_kind = 'party'
