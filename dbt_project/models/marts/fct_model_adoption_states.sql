{{ config(**incremental_by('event_key', moment='known_from')) }}
{{ config(post_hook="{{ create_as_of('model_adoptions') }}") }}

select
    {{ event_columns() }}
    adopter_name as adopter,
    product_name as product,
    provider_name as provider,
    model_name as model,
    coalesce(relation, 'unspecified') as relation,
    known_from,
    known_to
from {{ ref('int_event_states') }}
where claim_type = 'model_adoption'
order by known_from, event_key
