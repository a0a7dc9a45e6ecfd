{#
  A seed with the rows of the user's overrides file of the same columns below it, if there is one. A column that the file
  lacks is null. Which rows clash is said by the tests on the staging model, not settled here.
#}
{% macro seed_with_overrides(seed, file_name, columns) %}
{%- set folder = var('overrides_dir') -%}
{%- set path = folder ~ '/' ~ file_name -%}
{%- set there = namespace(found=false) -%}
{%- if execute and folder -%}
    {%- set there.found = run_query("select count(*) from glob('" ~ path | replace("'", "''") ~ "')").columns[0].values()[0] > 0 -%}
{%- endif -%}
select
    {%- for column in columns %}
    nullif(trim(cast({{ column }} as varchar)), '') as {{ column }},
    {%- endfor %}
    'seed' as defined_in
from {{ ref(seed) }}
{%- if there.found %}
union all by name
select
    columns(given -> given in ('{{ columns | join("', '") }}')),
    '{{ path | replace("'", "''") }}' as defined_in
from read_csv('{{ path | replace("'", "''") }}', header = true, all_varchar = true, nullstr = '')
{%- endif %}
{% endmacro %}
