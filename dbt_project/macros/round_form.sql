{# A round by what tells it from others, in whatever language it is printed: "Series C round", "Serie C" and "série C" are "c". #}
{% macro round_form(name) -%}
nullif(trim(regexp_replace(
    strip_accents(lower({{ name }})),
    '([\s-]|\b(series?|serien?|rounds?|funding|financing|\w*runde|(ronda|tour|levee)s?( de( table| fonds)?)?)\b)+',
    ' ', 'g'
)), '')
{%- endmacro %}

{# The name of a round as facts show it: "Series C" for whatever language it is printed in; what has no letter, as printed. #}
{% macro round_name(name) -%}
if(
    regexp_full_match({{ round_form(name) }}, '[a-z][0-9]?'),
    'Series ' || upper({{ round_form(name) }}),
    {{ name }}
)
{%- endmacro %}
