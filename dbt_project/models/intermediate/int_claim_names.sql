-- The organizations, products and models that a claim's names mean. The maker of a model provides it and the owner of a
-- product adopts, where the article names only the thing. One row a claim that this build makes again.
with named as (
    select
        printed.claim_key,
        printed.role,
        printed.position,
        resolved.entity_id,
        resolved.entity_name,
        coalesce(resolved.organization_id, resolved.entity_id) as organization_id,
        coalesce(organizations.name, resolved.entity_name) as organization_name
    from {{ ref('int_names_printed') }} as printed
    inner join {{ ref('int_names_resolved') }} as resolved
        on printed.name_kind = resolved.name_kind and printed.name_as_printed = resolved.name_as_printed
    left join {{ ref('stg_registry__organizations') }} as organizations
        on resolved.organization_id = organizations.organization_id
),

gathered as (
    select
        {% for role in ['investor', 'seller', 'plaintiff', 'defendant', 'party', 'recipient', 'adopter', 'provider'] %}
        list_sort(list_distinct(list(organization_id) filter (where role = '{{ role }}'))) as {{ role }}_ids,
        list_sort(list_distinct(list(organization_name) filter (where role = '{{ role }}'))) as {{ role }}_names,
        {% endfor %}
        {% for role, whose in [('product', 'owner'), ('model', 'maker')] %}
        any_value(entity_id) filter (where role = '{{ role }}') as {{ role }}_id,
        any_value(entity_name) filter (where role = '{{ role }}') as {{ role }}_name,
        any_value(struct_pack(id := organization_id, name := organization_name)) filter (
            where role = '{{ role }}' and organization_id not like 'name:%'
        ) as {{ whose }},
        {% endfor %}
        claim_key
    from named
    group by claim_key
)

select
    claims.claim_key,
    coalesce(gathered.investor_ids, []) as investor_ids,
    coalesce(gathered.investor_names, []) as investor_names,
    coalesce(gathered.seller_ids, []) as seller_ids,
    coalesce(gathered.seller_names, []) as seller_names,
    gathered.recipient_ids[1] as recipient_id,
    gathered.recipient_names[1] as recipient_name,
    coalesce(gathered.adopter_ids[1], gathered.owner.id) as adopter_id,
    coalesce(gathered.adopter_names[1], gathered.owner.name) as adopter_name,
    gathered.product_id,
    gathered.product_name,
    gathered.owner.id as owner_id,
    coalesce(gathered.provider_ids[1], gathered.maker.id) as provider_id,
    coalesce(gathered.provider_names[1], gathered.maker.name) as provider_name,
    gathered.model_id,
    gathered.model_name,
    coalesce(gathered.plaintiff_ids, []) as plaintiff_ids,
    coalesce(gathered.plaintiff_names, []) as plaintiff_names,
    coalesce(gathered.defendant_ids, []) as defendant_ids,
    coalesce(gathered.defendant_names, []) as defendant_names,
    coalesce(gathered.party_ids, []) as party_ids,
    coalesce(gathered.party_names, []) as party_names
from {{ ref('int_claims_known') }} as claims
left join gathered on claims.claim_key = gathered.claim_key
