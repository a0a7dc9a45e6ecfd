-- How each publisher's word has held: how often it was first, alone, borne out, contradicted, corrected. An event
-- counts once a publisher, a copy of another's text for nobody.
with told as (
    select
        publisher_id,
        count(*) as event_count,
        count_if(is_first) as first_count,
        count_if(is_alone) as alone_count,
        count_if(is_confirmed) as confirmed_count,
        count_if(is_contradicted) as contradicted_count
    from {{ ref('int_event_tellers') }}
    group by publisher_id
),

published as (
    select
        publisher_id,
        any_value(publisher) as publisher,
        count(*) as article_count,
        count_if(status = 'copy') as copy_count,
        count_if(status = 'superseded') as corrected_count,
        -- A page that says in a new version that it is retracted was retracted once.
        count(distinct page_id) filter (where status = 'retracted') as retracted_count
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
    cast(coalesce(told.first_count, 0) as bigint) as first_count,
    cast(coalesce(told.alone_count, 0) as bigint) as alone_count,
    cast(coalesce(told.confirmed_count, 0) as bigint) as confirmed_count,
    cast(coalesce(told.contradicted_count, 0) as bigint) as contradicted_count,
    cast(published.corrected_count as bigint) as corrected_count,
    cast(published.retracted_count as bigint) as retracted_count
from published
left join told on published.publisher_id = told.publisher_id
