{# When an event took place, else when it was first told of. #}
{% macro happened_on() -%} coalesce(event_date, cast(first_reported_at as date)) {%- endmacro %}

{#
  What a legal action of that day can be about: six years back, as long as a contract can be sued on in New York (CPLR 213), longer
  than in California or Germany; and a year on, since a review or a threat comes before the deal it is about.
#}
{% macro sued_upon_within(day) -%} between {{ day }} - interval 6 year and {{ day }} + interval 1 year {%- endmacro %}

{# Spans of four years, as numbers: of a deal the one that it fell into, of an action all that it can be about. #}
{% macro span_of(day) -%} year({{ day }}) // 4 {%- endmacro %}

{% macro spans_sued_upon(day) -%} range({{ span_of(day ~ ' - interval 6 year') }}, {{ span_of(day ~ ' + interval 1 year') }} + 1) {%- endmacro %}

{# Every two names of a deal, in either order, with these columns of its event. #}
{% macro deal_pairs(events, columns) -%}
{{ pairs_of(events, columns, 'doers || others', 'doers || others', "claim_type in ('partnership', 'investment')") }}
{%- endmacro %}

{# One who acts in a legal action with another who is acted upon. #}
{% macro action_pairs(events, columns) -%}
{{ pairs_of(events, columns, 'doers', 'others', "claim_type = 'legal_action'") }}
{%- endmacro %}

{# Two who are acted upon over a contract or an exclusivity: what they agree with each other may be what breaks it. #}
{% macro pairs_acted_upon(events, columns) -%}
{{ pairs_of(
    events, columns, 'others', 'others', "claim_type = 'legal_action' and " ~ is_over_a_contract('claim_basis')
) }}
{%- endmacro %}

{% macro is_over_a_contract(basis) -%} list_has_any(coalesce({{ basis }}, []), ['contract', 'exclusivity']) {%- endmacro %}

{# Each of some names with each of others, a row a pair. Nobody is a pair with themselves. #}
{% macro pairs_of(events, columns, ones, others, which) -%}
select
    {{ columns | join(', ') }},
    one_id,
    unnest(list_filter(other_ids, lambda id: id != one_id)) as other_id
from (
    select
        {{ columns | join(', ') }},
        {{ others }} as other_ids,
        unnest({{ ones }}) as one_id
    from {{ events }}
    where {{ which }}
) as named
{%- endmacro %}
