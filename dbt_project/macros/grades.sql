{#
  The grade of a group of claims: a primary document, a party on the record, two or more origins, one origin that somebody
  stands behind, or nothing of the kind. Strengths are those of pipelines/events/origins.py.
#}
{% macro grade_from(best_strength, origin_count) -%}
case
    when {{ best_strength }} = 4 then 'E4'
    when {{ best_strength }} = 3 then 'E3'
    when {{ origin_count }} >= 2 then 'E2'
    when {{ best_strength }} >= 1 then 'E1'
    else 'E0'
end
{%- endmacro %}

{% macro grade_of(strength, origin) -%}
{{ grade_from('max(' ~ strength ~ ')', 'count(distinct ' ~ origin ~ ')') }}
{%- endmacro %}
