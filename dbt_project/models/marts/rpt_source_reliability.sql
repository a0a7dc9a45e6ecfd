-- How each publisher's word has held: how often it was first, alone, borne out, contradicted, corrected. An event
-- counts once a publisher, a copy of another's text for nobody.
with said as (
    select
        articles.publisher_id,
        claims.event_key,
        claims.claim_key,
        claims.article_id,
        claims.known_at,
        claims.origin,
        claims.polarity = 'affirmed' as is_affirmed
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('dim_articles') }} as articles on claims.article_id = articles.article_id
    where articles.status = 'facts' and claims.placed_as != 'ambiguous'
),

events as (
    select
        event_key,
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
    from {{ ref('fct_conflicts') }}
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
),

told as (
    select
        said.publisher_id,
        count(distinct said.event_key) as event_count,
        count(distinct said.event_key) filter (
            where events.first_publisher_id = said.publisher_id
        ) as first_count,
        count(distinct said.event_key) filter (
            where events.first_publisher_id = said.publisher_id and events.publisher_count = 1
        ) as alone_count,
        count(distinct said.event_key) filter (
            where states.is_confirmed
        ) as confirmed_count,
        count(distinct said.event_key) filter (
            where contradicted.claim_key is not null
        ) as contradicted_count
    from said
    inner join events on said.event_key = events.event_key
    left join {{ ref('fct_event_states') }} as states on said.event_key = states.event_key and states.known_to is null
    left join contradicted on said.claim_key = contradicted.claim_key
    group by said.publisher_id
),

published as (
    select
        publisher_id,
        any_value(publisher) as publisher,
        count(*) as article_count,
        count_if(status = 'copy') as copy_count,
        count_if(status = 'superseded') as corrected_count,
        count_if(status = 'retracted') as retracted_count
    from {{ ref('dim_articles') }}
    where publisher_id is not null
    group by publisher_id
)

select
    published.publisher_id,
    published.publisher,
    published.article_count,
    cast(published.copy_count as bigint) as copy_count,
    coalesce(told.event_count, 0) as event_count,
    coalesce(told.first_count, 0) as first_count,
    coalesce(told.alone_count, 0) as alone_count,
    coalesce(told.confirmed_count, 0) as confirmed_count,
    coalesce(told.contradicted_count, 0) as contradicted_count,
    cast(published.corrected_count as bigint) as corrected_count,
    cast(published.retracted_count as bigint) as retracted_count
from published
left join told on published.publisher_id = told.publisher_id
