{#
  Incremental by what is new. `int_articles_touched`, `int_claims_touched` and `int_events_touched` say what this build has to
  make again; in a full build they hold everything, so that no model needs to know which of the two it is in.
  What is kept between builds deletes the touched keys, old and new, and appends what was made again: merge and
  delete+insert would leave merged-away events standing.
  The rows that a build makes of a kept model also stand in the schema `made` beside it while the build goes on. What reads
  those alone (later models, data tests, the audit) takes them from there, and not from among all that is kept.
#}
{% macro touched(key) -%}
{%- set warehouse = target.database -%}
{%- set keys = {
    'article_id': [(warehouse ~ '.intermediate.int_articles_touched', 'article_id')],
    'claim_key': [(warehouse ~ '.intermediate.int_claims_touched', 'claim_key')],
    'event_key': [(warehouse ~ '.intermediate.int_events_touched', 'event_key')],
    'old_event_key': [
        (warehouse ~ '.intermediate.int_events_touched', 'event_key'),
        (warehouse ~ '.intermediate.int_event_keys_touched', 'event_key'),
    ],
    'told_article_id': [
        (warehouse ~ '.intermediate.int_articles_touched', 'article_id'),
        (warehouse ~ '.made.int_claims_clustered', 'article_id'),
    ],
    'linked_event_key': [
        (warehouse ~ '.intermediate.int_events_touched', 'event_key'),
        ('newsledger.made.bridge_event_links', 'event_key'),
        ('newsledger.made.bridge_event_links', 'linked_event_key'),
        ('newsledger.replaced.bridge_event_links', 'event_key'),
        ('newsledger.replaced.bridge_event_links', 'linked_event_key'),
    ],
    'provider': [
        ('newsledger.made.fct_model_adoption_states', "coalesce(provider, 'not said')"),
        ('newsledger.replaced.fct_model_adoption_states', "coalesce(provider, 'not said')"),
    ],
}[key] -%}
{%- for relation, column in keys %}
select {{ column }} from {{ relation }}
{{ 'union all' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{# Where a model is made of what is kept: the condition that limits it to what the build makes again; all in a full build. #}
{% macro only_touched(key, column) -%}
{%- if goes_on() -%} {{ column }} in ({{ touched(key) }}) {%- else -%} true {%- endif -%}
{%- endmacro %}

{# The config of a model whose rows follow from the touched keys of one kind; `columns` where they stand under other names,
   `also` the name of a macro with a condition for what else is made again. #}
{% macro incremental_by(key, columns=none, also='') -%}
{%- set call = "('" ~ key ~ "', " ~ (columns or [key]) ~ (", " ~ also ~ "()" if also else "") ~ ")" -%}
{{ return({
    'materialized': 'incremental',
    'incremental_strategy': 'made_again',
    'on_schema_change': 'fail',
    'meta': {'touched_by': key, 'touched_columns': columns or [key]},
    'pre_hook': ["{{ keep_replaced" ~ call ~ " }}", "{{ delete_touched" ~ call ~ " }}"],
}) }}
{%- endmacro %}

{% macro is_touched(key, columns, also='') -%}
{%- for column in columns %}{{ column }} in ({{ touched(key) }}){{ ' or ' if not loop.last }}{% endfor -%}
{{ ' or ' ~ also if also }}
{%- endmacro %}

{# The rows of a mart that a build replaces are kept beside it until their share of the content hash is taken off. #}
{% macro keep_replaced(key, columns, also='') -%}
{%- if is_incremental() and this.database == 'newsledger' -%}
create or replace table newsledger.replaced.{{ this.identifier }} as
select * from {{ this }} where {{ lying_where(this, is_touched(key, columns, also)) }}
{%- endif -%}
{%- endmacro %}

{# Delete the rows under touched keys of the model that is being built; the body of a pre-hook. #}
{% macro delete_touched(key, columns, also='') -%}
{%- if is_incremental() -%} delete from {{ this }} where {{ is_touched(key, columns, also) }} {%- endif -%}
{%- endmacro %}

{# Append what was made again, and keep it apart too while the build goes on. #}
{% macro get_incremental_made_again_sql(arguments) -%}
{%- set target_relation = arguments.target_relation -%}
{%- set columns = arguments.dest_columns | map(attribute='name') | join(', ') -%}
create or replace table {{ made_apart(target_relation) }} as
select {{ columns }} from {{ arguments.temp_relation }};
insert into {{ target_relation }} ({{ columns }})
select {{ columns }} from {{ made_apart(target_relation) }}
{%- endmacro %}

{% macro made_apart(relation) -%} {{ relation.database }}.made.{{ relation.identifier }} {%- endmacro %}

{# The condition of the articles that this build makes again. #}
{% macro touched_articles() -%}
article_id in (select touched.article_id from {{ ref('int_articles_touched') }} as touched)
{%- endmacro %}

{# The condition of the claims that this build gathers into events again. #}
{% macro touched_claims() -%}
claim_key in (select touched.claim_key from {{ ref('int_claims_touched') }} as touched)
{%- endmacro %}

{# The condition of the articles that the claims of a model stand in. #}
{% macro articles_of(claims) -%}
article_id in (select claims.article_id from {{ claims }} as claims)
{%- endmacro %}

{#
  A condition under which few rows of a large table lie, found by their keys first: these are read alone, and of the other
  columns only the pieces of 2,048 rows that hold any. A semi join reads every column of every row before it looks: 2.2 s
  for 961 of 10 million claims, 0.4 in this way (2026-11-26). Where the rows are known to be many it is the condition alone.
#}
{% macro lying_where(relation, condition) -%}
{%- set pieces = namespace(found='') -%}
{%- if execute and goes_on() -%}
    {%- set query -%}
        with hits as (select distinct rowid >> 11 as piece from {{ relation }} where {{ condition }})

        select string_agg(if(hits.piece is null, '0', '1'), '' order by pieces.piece)
        from range((select coalesce(max(piece), -1) + 2 from hits)) as pieces(piece)
        left join hits on pieces.piece = hits.piece
    {%- endset -%}
    {%- set pieces.found = run_query(query).rows[0][0] -%}
{%- endif -%}
{%- if pieces.found -%}
get_bit('{{ pieces.found }}'::bit, least(rowid >> 11, {{ pieces.found | length - 1 }})::integer) = 1 and ({{ condition }})
{%- else -%}
({{ condition }})
{%- endif -%}
{%- endmacro %}

{# Whether the build goes on from the last one. Read only when run, as in release_columns.sql. #}
{% macro goes_on() -%}
{{ return(execute and env_var('NEWSLEDGER_BUILD_GOES_ON', 'no') == 'yes') }}
{%- endmacro %}

{# The rows of a model that this build made: of one that is made whole, and in a full build, all. #}
{% macro rows_made(name) -%}
{%- set kept = namespace(by=none) -%}
{%- if goes_on() -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name -%}
        {%- set kept.by = node.config.meta.get('touched_by') -%}
    {%- endfor -%}
{%- endif -%}
{%- set relation = ref(name) -%}
{{ made_apart(relation) if kept.by else relation }}
{%- endmacro %}

{# Data tests look at the rows that this build made. In a full build that is every row. #}
{% macro get_where_subquery(relation) -%}
{%- set rows = namespace(of=relation) -%}
{%- if goes_on() -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == relation.identifier -%}
        {%- if node.config.meta.get('touched_by') -%}{%- set rows.of = made_apart(relation) -%}{%- endif -%}
    {%- endfor -%}
{%- endif -%}
{%- if config.get('where') -%}
(select * from {{ rows.of }} where {{ config.get('where') }}) as tested
{%- else -%}
{{ rows.of }}
{%- endif -%}
{%- endmacro %}

{# Rows of loads that no build has finished with. Named where they are few, so that other rows are passed over unread. #}
{% macro is_new_load(load_id) -%}
{%- if goes_on() -%}
({{ load_id }} in (select fresh.load_id from {{ source('raw', 'new_loads') }} as fresh))
{%- else -%}
({{ load_id }} not in (select built.load_id from {{ source('raw', 'built_loads') }} as built))
{%- endif -%}
{%- endmacro %}
