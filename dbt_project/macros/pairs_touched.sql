{#
  The pairs of families, investor first, whose circle a build makes again: those between which an event was made, either way,
  and those of whose circle an event was that is touched, or linked to one that is. What was replaced names the latter once
  the rows are gone.
#}
{% macro pairs_touched() -%}
select (giver_id, taker_id) from {{ target.database }}.made.int_event_flows
union all
select (taker_id, giver_id) from {{ target.database }}.made.int_event_flows
union all
select (investor_id, recipient_id) from newsledger.replaced.rpt_circular_flows
{%- endmacro %}

{% macro is_of_a_touched_pair() -%}
(investor_id, recipient_id) in (
    select (giver_id, taker_id) from {{ target.database }}.made.int_event_flows
    union all
    select (taker_id, giver_id) from {{ target.database }}.made.int_event_flows
    union all
    select (investor_id, recipient_id) from newsledger.marts.rpt_circular_flows
    where event_key in ({{ touched('linked_event_key') }})
)
{%- endmacro %}

{# A number for two families, the same either way. #}
{% macro number_of_pair(one, other) -%}
md5_number_lower(least({{ one }}, {{ other }}) || '|' || greatest({{ one }}, {{ other }}))
{%- endmacro %}
