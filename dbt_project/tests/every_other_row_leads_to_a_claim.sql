-- Marts that show no sentence of their own lead to one by an event, a claim or an article that has one. Of what is kept
-- between builds only the rows of this build are looked at: whatever names a touched key was made again.
with claims as (
    select
        claim_key,
        event_key,
        article_id
    from {{ rows_made('fct_claims') }}
    union all
    select
        claim_key,
        event_key,
        article_id
    from {{ rows_made('fct_withdrawn_claims') }}
),

movers as (
    select
        event_key,
        unnest(claim_keys || withdrawn_claim_keys || [claim_key]) as claim_key
    from {{ rows_made('fct_event_states') }}
),

keys as (
    select
        'fct_event_states' as mart,
        event_key,
        claim_key
    from movers
    union all
    select
        'dim_events' as mart,
        event_key,
        null as claim_key
    from {{ rows_made('dim_events') }}
    union all
    select
        'bridge_event_organizations' as mart,
        event_key,
        null as claim_key
    from {{ rows_made('bridge_event_organizations') }}
    union all
    select
        'fct_conflicts' as mart,
        event_key,
        unnest([claim_key_low, claim_key_high]) as claim_key
    from {{ rows_made('fct_conflicts') }}
    union all
    select
        'rpt_ambiguous_claims' as mart,
        null as event_key,
        claim_key
    from {{ rows_made('rpt_ambiguous_claims') }}
),

events as (
    select distinct event_key
    from claims
)

-- Joined on whole keys: with a condition that looks at both sides at once, each row would be held against each claim
-- (more than five minutes at a million claims, 2026-11-26).
select
    keys.mart,
    keys.event_key,
    keys.claim_key
from keys
anti join claims on keys.claim_key = claims.claim_key and keys.event_key = claims.event_key
where keys.claim_key is not null and keys.event_key is not null
union all
select
    keys.mart,
    keys.event_key,
    keys.claim_key
from keys
anti join claims on keys.claim_key = claims.claim_key
where keys.claim_key is not null and keys.event_key is null
union all
select
    keys.mart,
    keys.event_key,
    keys.claim_key
from keys
anti join events on keys.event_key = events.event_key
where keys.event_key is not null
union all
-- The other event of a link may be one that this build left as it was: it was looked at when it was made.
select
    'bridge_event_links' as mart,
    links.event_key,
    null as claim_key
from (
    select unnest([event_key, linked_event_key]) as event_key
    from {{ rows_made('bridge_event_links') }}
) as links
anti join {{ ref('dim_events') }} as events on links.event_key = events.event_key
union all
select
    'fct_event_states' as mart,
    event_key,
    null as claim_key
from (select * from {{ rows_made('fct_event_states') }}) as states
where len(claim_keys) + len(withdrawn_claim_keys) = 0
union all
select
    'rpt_article_novelty' as mart,
    null as event_key,
    novelty.article_id as claim_key
from {{ rows_made('rpt_article_novelty') }} as novelty
anti join claims on novelty.article_id = claims.article_id
