-- In the order of organizations: most often all of one is asked for, and equal names side by side are read faster.
{{ config(**incremental_by('event_key')) }}
{% set lists = {
    'investor': 'investor_ids',
    'seller': 'seller_ids',
    'plaintiff': 'plaintiff_ids',
    'defendant': 'defendant_ids',
    'party': 'party_ids',
} %}
{% set singles = {
    'recipient': 'recipient_id',
    'adopter': 'adopter_id',
    'provider': 'provider_id',
    'product_owner': 'owner_id',
} %}
with roles as (
    {% for role, column in lists.items() %}
    select event_key, '{{ role }}' as role, unnest({{ column }}) as organization_id
    from {{ ref('int_event_claims') }}
    where is_affirmed
    union all
    {% endfor %}
    {% for role, column in singles.items() %}
    select event_key, '{{ role }}' as role, {{ column }} as organization_id
    from {{ ref('int_event_claims') }}
    where is_affirmed and {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    event_key,
    organization_id,
    role,
    count(*) as claim_count
from roles
group by event_key, organization_id, role
order by organization_id, event_key, role
