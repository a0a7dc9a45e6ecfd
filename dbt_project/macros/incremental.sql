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
    'group_key': [(warehouse ~ '.intermediate.int_claims_touched', 'group_key')],
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
    'provider': [('(' ~ adoptions_changed() ~ ')', 'provider')],
}[key] -%}
{%- for relation, column in keys %}
select {{ column }} from {{ relation }}
{{ 'union all' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{#
  When rows under touched keys can have been known: the times at which a claim of a touched event (an article) came, went or came
  back, as of the last build. A kept table names the column that holds one of them (`moment` of `incremental_by`), and is asked for
  them first: times are numbers that lie in order, and are read in a sixth of the time that keys take (2026-11-26).
#}
{% macro touched_moments(key) -%}
{%- set intermediate = target.database ~ '.intermediate' -%}
{%- set of_articles = 'select known_at from ' ~ intermediate ~ '.int_articles_touched' -%}
{%- set of_claims = 'select unnest(moments) from ' ~ intermediate ~ '.int_claims_touched' -%}
{%- set of_claims_made = 'select unnest(moments) from ' ~ target.database ~ '.made.int_claims_clustered' -%}
{{ {
    'article_id': of_articles,
    'group_key': of_claims,
    'event_key': of_claims,
    'told_article_id': of_articles ~ ' union all ' ~ of_claims_made,
}[key] }}
{%- endmacro %}

{# Where a model is made of what is kept: the condition that limits it to what the build makes again; all in a full build. #}
{% macro only_touched(key, column) -%}
{%- if goes_on() -%} {{ column }} in ({{ touched(key) }}) {%- else -%} true {%- endif -%}
{%- endmacro %}

{# The config of a model whose rows follow from the touched keys of one kind; `columns` where they stand under other names,
   `also` the name of a macro with a condition for what else is made again, `places` that of one which finds the rows itself, in place
   of columns, `moment` the column that says when its rows were known. #}
{% macro incremental_by(key, columns=none, also='', moment='', places='') -%}
{%- set call = "('" ~ key ~ "', " ~ (columns if columns is not none else [key]) ~ (", " ~ also ~ "()" if also else "") ~ (", moment='" ~ moment ~ "'" if moment else "") ~ (", places=" ~ places ~ "()" if places else "") ~ ")" -%}
{{ return({
    'materialized': 'incremental',
    'incremental_strategy': 'made_again',
    'on_schema_change': 'fail',
    'meta': {'touched_by': key},
    'pre_hook': ["{{ take_out_touched" ~ call ~ " }}"],
}) }}
{%- endmacro %}

{% macro is_touched(key, columns, also='') -%}
{%- for column in columns %}{{ column }} in ({{ touched(key) }}){{ ' or ' if not loop.last }}{% endfor -%}
{{ ' or ' ~ also if also }}
{%- endmacro %}

{#
  Delete the rows under touched keys of the model that is being built; the body of a pre-hook. Those of a mart are kept beside
  it until their share of the content hash is taken off.
#}
{% macro take_out_touched(key, columns, also='', moment='', places='') -%}
{%- if is_incremental() -%}
{%- set condition = 'rowid in (' ~ places ~ ')' if places else is_touched(key, columns, also) -%}
{%- if this.database == 'newsledger' or moment -%}
{%- set found = rows_lying_where(this, condition, rows_of_moments(this, columns, moment, touched_moments(key), condition) if moment else places) -%}
{%- endif -%}
{%- if this.database == 'newsledger' -%}
create or replace table newsledger.replaced.{{ this.identifier }} as
select * from {{ this }} where {{ lies_among(found, condition) }};
{%- endif %}
delete from {{ this }} where {{ (found.listed if found else '') or condition }}
{%- endif -%}
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
{% macro lying_where(relation, condition, places='') -%}
{{ lies_among(rows_lying_where(relation, condition, places), condition) }}
{%- endmacro %}

{#
  The places of the rows of a condition on some keys, of which it is known that one of these moments stands in a column:
  `places` of the macros around. Keys are read only where the moment is one of these.
#}
{% macro rows_of_moments(relation, keys, moment, moments, condition) -%}
with near as materialized (
    select
        rowid as place,
        {{ keys | join(', ') }}
    from {{ relation }}
    where {{ moment }} in ({{ moments }})
)

select place from near where {{ condition }}
{%- endmacro %}

{# That condition, with those places. #}
{% macro known_when(relation, keys, moment, moments, condition) -%}
{{ lying_where(relation, condition, rows_of_moments(relation, keys, moment, moments, condition)) }}
{%- endmacro %}

{# The places of the rows of touched articles in a table of raw: what is new, and what came before of articles that were there. #}
{% macro rows_of_touched_articles(relation) -%}
{%- if goes_on() -%}
select rowid as place from {{ relation }} where {{ is_new_load('load_id') }}
union
select rowid as place from {{ relation }}
where article_id in (select touched.article_id from {{ ref('int_articles_touched') }} as touched where touched.is_stored)
{%- endif -%}
{%- endmacro %}

{# The condition of the rows of touched articles in a table of raw. #}
{% macro of_touched_articles(relation) -%}
{{ lying_where(relation, touched_articles(), rows_of_touched_articles(relation)) }}
{%- endmacro %}

{#
  In which pieces the rows of a condition lie, and which rows they are, as runs of their numbers, where these are few: held
  against the numbers, keys need not be read again (0.35 s instead of 0.47 for 1,232 of 10 million, 2026-11-26). Numbers of
  rows hold for as long as nothing is deleted from the table: dbt runs a model with its hooks in one transaction, and nothing is
  deleted from raw while a build goes on. DuckDB numbers rows anew when a file is closed.
#}
{% macro rows_lying_where(relation, condition, places='') -%}
{%- set found = namespace(pieces='', listed='', are_few=false) -%}
{%- if execute and goes_on() -%}
    {%- set query -%}
        with hits as materialized (
            {{ places or 'select rowid as place from ' ~ relation ~ ' where ' ~ condition }}
        ),

        hit_pieces as (select distinct place >> 11 as piece from hits),

        runs as (
            select
                min(place) as first,
                max(place) as last
            from (select place, place - row_number() over (order by place) as run from hits) as numbered
            group by run
        )

        select
            string_agg(if(hit_pieces.piece is null, '0', '1'), '' order by pieces.piece),
            (select string_agg('(' || first || ',' || last || ')', ',' order by first) from runs having count(*) between 1 and 5000),
            (select count(*) <= current_setting('dynamic_or_filter_threshold') from hits)
        from range((select coalesce(max(piece), -1) + 2 from hit_pieces)) as pieces(piece)
        left join hit_pieces on pieces.piece = hit_pieces.piece
    {%- endset -%}
    {%- set row = run_query(query).rows[0] -%}
    {%- set found.pieces = row[0] -%}
    {%- set found.are_few = row[2] -%}
    {%- if row[1] -%}
        {%- set found.listed -%}
        rowid in (select unnest(range(first, last + 1)) from (values {{ row[1] }}) as runs(first, last))
        {%- endset -%}
    {%- elif row[0] == '0' -%}
        {%- set found.listed = 'false' -%}
    {%- endif -%}
{%- endif -%}
{{ return(found) }}
{%- endmacro %}

{#
  Rows that are few are told to the scan by their numbers (dynamic_or_filter_threshold), and it passes over all others before any other
  condition; beside a condition on pieces it would first read the keys of whatever else it is joined with (0.08 s instead of 0.004).
#}
{% macro lies_among(found, condition) -%}
{%- if found.are_few and found.listed -%}
{{ found.listed }}
{%- elif found.pieces -%}
get_bit('{{ found.pieces }}'::bit, least(rowid >> 11, {{ found.pieces | length - 1 }})::integer) = 1
and {{ found.listed or '(' ~ condition ~ ')' }}
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
