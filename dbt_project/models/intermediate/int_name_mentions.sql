-- Which articles print which unlisted name. One row an article and name; articles are only ever added.
{{ config(materialized='incremental', incremental_strategy='append') }}
select distinct
    printed.article_id,
    resolved.entity_id
from {{ ref('int_names_new') }} as printed
inner join {{ ref('int_names_resolved') }} as resolved
    on printed.name_kind = resolved.name_kind and printed.name_as_printed = resolved.name_as_printed
where resolved.matched_by = 'none'
