-- Articles that print an unlisted name which is shown otherwise from this build on. One row an article and name.
select
    mentions.article_id,
    mentions.entity_id
from {{ ref('int_name_mentions') }} as mentions
where mentions.entity_id in (
    select resolved.entity_id
    from {{ ref('int_names_resolved') }} as resolved
    where resolved.shown_before != resolved.entity_name
)
