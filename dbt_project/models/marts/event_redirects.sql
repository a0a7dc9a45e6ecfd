-- A key is a hash of a claim, and leads where that claim is today: to its event, to the eldest of the events that it
-- could be of, or nowhere, with the reason.
{{ config(**incremental_by('old_event_key')) }}
with keys as (
    select
        event_key as old_event_key,
        claim_key
    from {{ ref('int_event_keys_touched') }}
),

could_be as (
    select
        fitting.claim_key,
        arg_min(events.event_key, (events.first_reported_at, events.event_key)) as event_key
    from (
        select
            claim_key,
            unnest(fits) as event_key
        from {{ rows_made('int_claims_clustered') }}
        where placed_as = 'ambiguous' and claim_key in (select keys.claim_key from keys)
    ) as fitting
    inner join {{ ref('dim_events') }} as events on fitting.event_key = events.event_key
    group by fitting.claim_key
),

-- A claim that was withdrawn leads to the event that it would be of, if that stands.
placed as (
    select
        clustered.claim_key,
        clustered.event_key
    from {{ rows_made('int_claims_clustered') }} as clustered
    inner join {{ ref('dim_events') }} as events on clustered.event_key = events.event_key
    where clustered.claim_key in (select keys.claim_key from keys)
),

lost as (
    select keys.claim_key
    from keys
    anti join placed on keys.claim_key = placed.claim_key
    anti join could_be on keys.claim_key = could_be.claim_key
),

-- What became of the article of each claim that leads to no event, if it ever was in a lake, whichever extraction read
-- it.
read as (
    select
        claims.claim_key,
        any_value(articles.status) as article_status
    from {{ source('raw', 'claims') }} as claims
    inner join {{ ref('dim_articles') }} as articles on claims.article_id = articles.article_id
    where claims.claim_key in (select lost.claim_key from lost)
    group by claims.claim_key
)

select
    keys.old_event_key,
    coalesce(could_be.event_key, placed.event_key) as event_key,
    case
        when could_be.event_key is not null then 'ambiguous'
        when placed.event_key = keys.old_event_key then 'stands'
        when placed.event_key is not null then 'joined'
        when read.article_status in ('retracted', 'superseded') then read.article_status
        when read.article_status is not null then 'not_in_force'
        else 'forgotten'
    end as reason
from keys
left join placed on keys.claim_key = placed.claim_key
left join could_be on keys.claim_key = could_be.claim_key
left join read on keys.claim_key = read.claim_key
