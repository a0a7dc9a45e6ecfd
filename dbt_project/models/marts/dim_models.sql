select
    model_id,
    arg_min(model, (length(model), model)) as name,
    any_value(organization_id) as organization_id,
    any_value(model_family) as model_family,
    true as is_listed
from {{ ref('stg_registry__models') }}
group by model_id
union all
select
    entity_id as model_id,
    any_value(entity_name) as name,
    null as organization_id,
    null as model_family,
    false as is_listed
from {{ ref('int_names_resolved') }}
where name_kind = 'model' and matched_by = 'none'
group by entity_id
