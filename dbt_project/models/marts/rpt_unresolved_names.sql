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
    qualify row_number() over (partition by name_kind order by claim_count desc, name_key asc) <= 500
),

listed as (
    select
        'party' as name_kind,
        organization_id as listed_id,
        name
    from {{ ref('stg_registry__organizations') }}
    union all
    select
        'product' as name_kind,
        product_id as listed_id,
        product as name
    from {{ ref('stg_registry__products') }}
    union all
    select
        'model' as name_kind,
        model_id as listed_id,
        model as name
    from {{ ref('stg_registry__models') }}
),

suggested as (
    select
        most_used.name_key,
        most_used.name_kind,
        arg_max(
            listed.listed_id,
            (jaro_winkler_similarity(lower(most_used.name), lower(listed.name)), listed.listed_id)
        ) as suggestion
    from most_used
    inner join listed
        on
            most_used.name_kind = listed.name_kind
            and jaro_winkler_similarity(lower(most_used.name), lower(listed.name)) >= 0.9
    group by most_used.name_key, most_used.name_kind
)

select
    unlisted.name_key,
    unlisted.name_kind,
    unlisted.name,
    unlisted.claim_count,
    suggested.suggestion
from unlisted
left join suggested on unlisted.name_key = suggested.name_key and unlisted.name_kind = suggested.name_kind
