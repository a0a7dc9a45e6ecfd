-- Which way money and models go between the families of an event's organizations: who gives to whom. One row an event
-- and two families, with a number for these, whoever of them gives: numbers are found sooner than names.
{{ config(**incremental_by('event_key', moment='first_reported_at')) }}
with families as (
    select
        organization_id,
        coalesce(family_id, organization_id) as family_id
    from {{ ref('dim_organizations') }}
),

roles as (
    select distinct
        roles.event_key,
        roles.role,
        families.family_id
    from {{ rows_made('bridge_event_organizations') }} as roles
    inner join families on roles.organization_id = families.organization_id
),

-- Whoever stands in an event on one side (giver) with whom on the other (taker), and which way things go.
sides as (
    select
        event_key,
        first_reported_at,
        case when deal_type = 'compute_commitment' then 'purchase' else 'investment' end as flow,
        'investor' as giver_role,
        'recipient' as taker_role
    from {{ rows_made('fct_investments') }}
    union all
    select
        event_key,
        first_reported_at,
        'purchase' as flow,
        'adopter' as giver_role,
        'provider' as taker_role
    from {{ rows_made('fct_model_adoptions') }}
    union all
    select
        event_key,
        first_reported_at,
        'agreement' as flow,
        'party' as giver_role,
        'party' as taker_role
    from {{ rows_made('fct_partnership_terms') }}
)

select
    sides.event_key,
    sides.flow,
    giver.family_id as giver_id,
    taker.family_id as taker_id,
    sides.first_reported_at,
    {{ number_of_pair('giver.family_id', 'taker.family_id') }} as pair_number
from sides
inner join roles as giver on sides.event_key = giver.event_key and sides.giver_role = giver.role
inner join roles as taker on sides.event_key = taker.event_key and sides.taker_role = taker.role
where giver.family_id != taker.family_id
