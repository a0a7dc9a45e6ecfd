{# Whether a row of raw belongs to the extraction in force, or to one that stood in for its model. #}
{% macro is_in_force(rows) -%}
    {{ rows }}.extractor = in_force.extractor
    and coalesce({{ rows }}.standing_in_for, {{ rows }}.extractor_model) is not distinct from in_force.extractor_model
    and {{ rows }}.prompt_version is not distinct from in_force.prompt_version
{%- endmacro %}
