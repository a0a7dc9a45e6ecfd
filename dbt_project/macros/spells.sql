{#
  Rows an event and time, each held until `until`, as spells in which the given columns stay the same: known_from is the first
  time of each, known_to its end, null if it lasts. A gap (nothing was held for a while) ends a spell.
#}
{% macro spells_of(relation, columns) -%}
with followed as (
    select
        *,
        row({{ columns | join(', ') }}) as held,
        lag(row({{ columns | join(', ') }})) over in_time as held_before,
        lag(until) over in_time as until_before
    from {{ relation }}
    window in_time as (partition by event_key order by held_from)
),

compared as (
    select
        * exclude (held, held_before, until_before),
        (held is distinct from held_before or held_from is distinct from until_before) as begins
    from followed
),

numbered as (
    select
        *,
        count_if(begins) over (partition by event_key order by held_from) as spell
    from compared
)

select
    * exclude (held_from, until, begins, spell),
    held_from as known_from,
    nullif(max(until) over (partition by event_key, spell), timestamptz 'infinity') as known_to
from numbered
qualify begins
{%- endmacro %}
