-- What became of each publisher's word on an event: whether it was first, alone, borne out, contradicted. A copy of
-- another's text is nobody's word. One row an event and publisher.
{{ config(**incremental_by('event_key', moment='first_reported_at')) }}
{% set of_claims_made = articles_of(rows_made('fct_claims')) %}
{% set moments = 'select claims.known_at from ' ~ rows_made('fct_claims') ~ ' as claims' %}
with articles as (
    select
        article_id,
        publisher_id
    from {{ ref('dim_articles') }}
    where
        status = 'facts'
        and {{ known_when(ref('dim_articles'), ['article_id'], 'known_at', moments, of_claims_made) }}
),

said as (
    select
        articles.publisher_id,
        claims.event_key,
        claims.claim_key,
        claims.known_at,
        claims.origin,
        claims.polarity = 'affirmed' as is_affirmed
    from {{ rows_made('fct_claims') }} as claims
    inner join articles on claims.article_id = articles.article_id
    where claims.placed_as != 'ambiguous'
),

events as (
    select
        event_key,
        min(known_at) as first_reported_at,
        arg_min(publisher_id, (known_at, claim_key)) filter (where is_affirmed) as first_publisher_id,
        count(distinct publisher_id) filter (where is_affirmed) as publisher_count
    from said
    group by event_key
),

-- The side that a settled conflict was settled against, and who affirms what another denies.
contradicted as (
    select
        event_key,
        if(value_held = value_low, claim_key_high, claim_key_low) as claim_key
    from {{ rows_made('fct_conflicts') }}
    where value_held is not null
    union
    select
        affirmed.event_key,
        affirmed.claim_key
    from said as affirmed
    inner join said as denied
        on
            affirmed.event_key = denied.event_key
            and affirmed.is_affirmed
            and not denied.is_affirmed
            and affirmed.origin is distinct from denied.origin
)

select
    said.event_key,
    said.publisher_id,
    any_value(events.first_reported_at) as first_reported_at,
    bool_or(coalesce(events.first_publisher_id = said.publisher_id, false)) as is_first,
    bool_or(coalesce(events.first_publisher_id = said.publisher_id, false) and events.publisher_count = 1) as is_alone,
    bool_or(coalesce(states.is_confirmed, false)) as is_confirmed,
    bool_or(contradicted.claim_key is not null) as is_contradicted
from said
inner join events on said.event_key = events.event_key
left join {{ rows_made('fct_event_states') }} as states on said.event_key = states.event_key and states.known_to is null
left join contradicted on said.claim_key = contradicted.claim_key
where said.publisher_id is not null
group by said.event_key, said.publisher_id
