-- Claims of the events that this build makes again, with origin, strength and the place of their stage, those withdrawn
-- among them. One row a claim. What is made of these is of touched events alone; what looks over all reads the marts.
-- A headline is no document, and where it goes further than its own article it says nothing by itself.
-- The orders say which claim speaks for its event: for a slot, for the sentence, for the date.
{% set by_strength -%}
(polarity = 'affirmed') desc, strength desc, known_at asc, claim_key asc
{%- endset %}
with reviews as (
    select
        event_key,
        list(rejected order by rejected) as rejected
    from {{ ref('int_event_reviews') }}
    group by event_key
),

told as (
    select
        claims.* exclude (strength),
        claims.strength as strength_said,
        clustered.event_key,
        clustered.placed_as,
        clustered.agrees_on,
        stages.stage_kind,
        stages.stage_rank,
        claims.polarity = 'affirmed' as is_affirmed,
        coalesce(reviews.rejected, []) as rejected_values
    from {{ ref('int_claims_gathered') }} as claims
    inner join {{ rows_made('int_claims_clustered') }} as clustered on claims.claim_key = clustered.claim_key
    left join reviews on clustered.event_key = reviews.event_key
    left join {{ ref('stg_registry__stages') }} as stages
        on claims.claim_type = stages.claim_type and claims.stage = stages.stage
    where clustered.event_key in (select touched.event_key from {{ ref('int_events_touched') }} as touched)
),

compared as (
    select
        *,
        coalesce(is_headline and stage_kind = 'progress' and stage_rank > max(stage_rank) filter (
            where not is_headline and is_affirmed and not is_background and stage_kind = 'progress'
        ) over (partition by event_key, article_id), false) as is_headline_ahead
    from told
),

weighed as (
    select
        *,
        case
            when is_headline_ahead then 0
            when is_headline and attribution = 'document' then least(strength_said, 1)
            else strength_said
        end as strength
    from compared
)

select
    * exclude (strength_said, is_headline),
    row_number() over (partition by event_key order by {{ by_strength }}) as pick_order,
    row_number() over (partition by event_key order by is_background asc, {{ by_strength }}) as quote_order,
    row_number() over (
        partition by event_key
        order by
            strength desc,
            case event_date_precision when 'day' then 1 when 'month' then 2 when 'quarter' then 3 else 4 end asc,
            {{ by_strength }}
    ) as date_order
from weighed
