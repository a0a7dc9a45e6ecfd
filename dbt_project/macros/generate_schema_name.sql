{# A schema is called what the project calls it, with no prefix of the target: readers write marts.fct_investments. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
