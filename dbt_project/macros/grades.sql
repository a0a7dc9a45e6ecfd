{#
  The grade of a group of claims: a primary document, a party on the record, two or more origins, one origin that somebody
  stands behind, or nothing of the kind. Strengths are those of pipelines/warehouse/origins.py.
#}
{% macro grade_of(strength, origin) -%}
case
    when max({{ strength }}) = 4 then 'E4'
    when max({{ strength }}) = 3 then 'E3'
    when count(distinct {{ origin }}) >= 2 then 'E2'
    when max({{ strength }}) >= 1 then 'E1'
    else 'E0'
end
{%- endmacro %}
