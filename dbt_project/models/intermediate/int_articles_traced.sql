-- Whom an article as a whole goes back to: the wire it credits, else its publisher's family; a copy to the same as the
-- earliest article of its story, or as the one that credits somebody.
with published as (
    select
        articles.article_id,
        articles.known_at,
        articles.quality_flags,
        stories.story_id,
        stories.first_article_id,
        publishers.publisher_id,
        publishers.publisher_name,
        publishers.publisher_kind,
        publishers.publisher_family,
        credited.publisher_family as credited_family
    from {{ ref('int_articles_versioned') }} as articles
    left join {{ ref('int_stories') }} as stories on articles.article_id = stories.article_id
    left join {{ ref('int_publishers_resolved') }} as publishers
        on
            coalesce(articles.publisher_as_stated, '') = publishers.publisher_as_stated
            and articles.host = publishers.host
    left join {{ ref('int_publishers_resolved') }} as credited
        on articles.credited_to_as_stated = credited.publisher_as_stated and credited.host = ''
)

select
    article_id,
    story_id,
    first_article_id,
    publisher_id,
    publisher_name,
    publisher_kind,
    publisher_family,
    credited_family,
    quality_flags,
    coalesce(
        first_value(credited_family ignore nulls) over same_story,
        first_value(publisher_family ignore nulls) over same_story
    ) as origin
from published
window same_story as (
    partition by coalesce(story_id, article_id) order by known_at, article_id
    rows between unbounded preceding and unbounded following
)
