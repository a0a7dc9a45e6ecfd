-- The articles of loads that no build has finished with. One row an article; of one that the last build had, what it
-- was. Rows of raw that came before can be of these alone (is_stored), or of an article whose own row a gate kept out
-- then: claims are not loaded before their articles.
{% set come_in -%}
select fresh.article_id from {{ source('raw', 'articles') }} as fresh
where {{ is_new_load('fresh.load_id') }}
union
select fresh.article_id from {{ source('raw', 'extractions') }} as fresh
where {{ is_new_load('fresh.load_id') }}
union
select fresh.article_id from {{ source('raw', 'claims') }} as fresh
where {{ is_new_load('fresh.load_id') }}
{%- endset %}
{% set stood = adapter.get_relation('newsledger', 'marts', 'dim_articles') if goes_on() else none %}
{% set in_new_loads = 'article_id in (' ~ come_in ~ ')' %}
with come_in as (
    {{ come_in }}
),

stood as (
    {% if stood %}
    select
        article_id,
        page_id,
        story_id,
        known_at
    from {{ stood }}
    where {{ lying_where(stood, in_new_loads) }}
    {% else %}
    select
        null::varchar as article_id,
        null::varchar as page_id,
        null::varchar as story_id,
        null::timestamptz as known_at
    where false
    {% endif %}
)

select
    come_in.article_id,
    stood.page_id,
    stood.story_id,
    stood.known_at,
    stood.article_id is not null or come_in.article_id in (
        select kept_out.row_json ->> 'article_id'
        from {{ source('raw', 'quarantined_rows') }} as kept_out
        where kept_out.table_name = 'raw.articles' and (kept_out.row_json ->> 'article_id') is not null
    ) as is_stored
from come_in
left join stood on come_in.article_id = stood.article_id
