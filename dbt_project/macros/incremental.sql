{#
  Incremental by what is new. `int_articles_touched`, `int_claims_touched` and `int_events_touched` say what this build has to
  make again; in a full build they hold everything, so that no model needs to know which of the two it is in.
  What is kept between builds deletes the touched keys, old and new, and appends what was made again: merge and
  delete+insert would leave merged-away events standing.
#}
{% macro touched(key) -%}
{%- set warehouse = target.database ~ '.intermediate.' -%}
{%- if key == 'article_id' -%} select touched.article_id from {{ warehouse }}int_articles_touched as touched
{%- elif key == 'claim_key' -%} select touched.claim_key from {{ warehouse }}int_claims_touched as touched
{%- elif key == 'event_key' -%} select touched.event_key from {{ warehouse }}int_events_touched as touched
{%- elif key == 'old_event_key' -%}
select touched.event_key from {{ warehouse }}int_events_touched as touched
union all
select keys.event_key from {{ warehouse }}int_event_keys_touched as keys
{%- endif -%}
{%- endmacro %}

{# The config of a model whose rows follow from the touched keys of one kind; `columns` where they stand under other names. #}
{% macro incremental_by(key, columns=none) -%}
{%- set call = "('" ~ key ~ "', " ~ (columns or [key]) ~ ")" -%}
{{ return({
    'materialized': 'incremental',
    'incremental_strategy': 'append',
    'on_schema_change': 'fail',
    'meta': {'touched_by': key, 'touched_columns': columns or [key]},
    'pre_hook': ["{{ keep_replaced" ~ call ~ " }}", "{{ delete_touched" ~ call ~ " }}"],
}) }}
{%- endmacro %}

{% macro is_touched(key, columns) -%}
{%- for column in columns %}{{ column }} in ({{ touched(key) }}){{ ' or ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{# The rows of a mart that a build replaces are kept beside it until their share of the content hash is taken off. #}
{% macro keep_replaced(key, columns) -%}
{%- if is_incremental() and this.database == 'newsledger' -%}
create or replace table newsledger.replaced.{{ this.identifier }} as select * from {{ this }} where {{ is_touched(key, columns) }}
{%- endif -%}
{%- endmacro %}

{# Delete the rows under touched keys of the model that is being built; the body of a pre-hook. #}
{% macro delete_touched(key, columns) -%}
{%- if is_incremental() -%} delete from {{ this }} where {{ is_touched(key, columns) }} {%- endif -%}
{%- endmacro %}

{# Which rows of a model this build made, as a condition; nothing where it makes all of them. #}
{% macro made_by_this_build(name) -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name -%}
        {%- set meta = node.config.meta -%}
        {%- if meta.get('touched_by') -%}{{ is_touched(meta.touched_by, meta.touched_columns) }}{%- endif -%}
    {%- endfor -%}
{%- endif -%}
{%- endmacro %}

{% macro rows_made(name) -%}
{%- set condition = made_by_this_build(name) | trim -%}
{{ ref(name) }}{{ ' where ' ~ condition if condition }}
{%- endmacro %}

{# Data tests look at the rows that this build made. In a full build that is every row. #}
{% macro get_where_subquery(relation) -%}
{%- set wanted = [config.get('where'), made_by_this_build(relation.identifier) | trim] | select | list -%}
{%- if wanted -%}
(select * from {{ relation }} where ({{ wanted | join(') and (') }})) as tested
{%- else -%}
{{ relation }}
{%- endif -%}
{%- endmacro %}

{# Rows of loads that no build has finished with. #}
{% macro is_new_load(load_id) -%}
({{ load_id }} not in (select built.load_id from {{ source('raw', 'built_loads') }} as built))
{%- endmacro %}
