-- The keys of events that this build has to lead somewhere again: those of touched events, and those ever published
-- whose claim or its article is touched (in a full build all, also those whose claim is no longer stored). One row a
-- key, with the claim that it is a hash of.
with claims as (
    select claim_key
    from {{ ref('int_claims_touched') }}
    union
    select claim_key
    from {{ ref('stg_extraction__claims') }}
)

select
    event_key,
    claim_key
from {{ ref('stg_releases__event_keys') }}
where
    claim_key in (select claims.claim_key from claims)
    or not exists (select 1 from {{ source('raw', 'built_loads') }})
union
select
    event_key,
    arg_min(claim_key, (known_at, claim_key)) as claim_key
from {{ ref('int_event_claims') }}
group by event_key
