-- Claims of the events that this build makes again, with origin, strength and the place of their stage, those withdrawn
-- among them. One row a claim. What is made of these is of touched events alone; what looks over all reads the marts.
-- The orders say which claim speaks for its event: for a slot, for the sentence, for the date.
{% set by_strength -%}
(claims.polarity = 'affirmed') desc, origins.strength desc, claims.known_at asc, claims.claim_key asc
{%- endset %}
with reviews as (
    select
        event_key,
        list(rejected order by rejected) as rejected
    from {{ ref('int_event_reviews') }}
    group by event_key
)

select
    claims.*,
    clustered.event_key,
    clustered.placed_as,
    clustered.agrees_on,
    origins.origin,
    origins.strength,
    stages.stage_kind,
    stages.stage_rank,
    articles.url as article_url,
    claims.polarity = 'affirmed' as is_affirmed,
    coalesce(reviews.rejected, []) as rejected_values,
    row_number() over (partition by clustered.event_key order by {{ by_strength }}) as pick_order,
    row_number() over (
        partition by clustered.event_key order by claims.is_background asc, {{ by_strength }}
    ) as quote_order,
    row_number() over (
        partition by clustered.event_key
        order by
            stages.stage_rank desc,
            origins.strength desc,
            case claims.event_date_precision when 'day' then 1 when 'month' then 2 when 'quarter' then 3 else 4 end asc,
            {{ by_strength }}
    ) as date_order
from {{ ref('int_claims_resolved') }} as claims
inner join {{ ref('int_claims_clustered') }} as clustered on claims.claim_key = clustered.claim_key
inner join {{ ref('int_claim_origins') }} as origins on claims.claim_key = origins.claim_key
inner join {{ ref('int_articles_versioned') }} as articles on claims.article_id = articles.article_id
left join reviews on clustered.event_key = reviews.event_key
left join {{ ref('stg_registry__stages') }} as stages
    on claims.claim_type = stages.claim_type and claims.stage = stages.stage
where clustered.event_key in (select touched.event_key from {{ ref('int_events_touched') }} as touched)
