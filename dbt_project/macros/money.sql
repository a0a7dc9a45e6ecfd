{#
  Instalments that are counted in the amount they belong to: beside a round that is itself committed money, or beside any whole
  while neither is. An instalment that was paid of a total that never counts (a running total, an announced round) counts itself.
#}
{% macro counted_in_their_whole() -%}
select distinct links.event_key
from {{ ref('bridge_event_links') }} as links
inner join {{ ref('fct_investments') }} as part on links.event_key = part.event_key
inner join {{ ref('fct_investments') }} as whole on links.linked_event_key = whole.event_key
where links.link_type = 'part_of' and (whole.is_committed or not part.is_committed)
{%- endmacro %}
