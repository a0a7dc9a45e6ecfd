{# Since when a row stands as it does. Both come from the run, not from the news, and are no part of the content hash. #}
{% macro changed_at() -%} cast('{{ var("built_at") }}' as timestamptz) {%- endmacro %}
{% macro changed_in() -%} '{{ var("release_id") }}' {%- endmacro %}

{# The columns that every event fact begins with. #}
{% macro event_columns() -%}
    event_key,
    stage,
    grade,
    is_confirmed,
    is_disputed,
    event_date,
    event_date_precision,
    first_reported_at,
    last_reported_at,
    article_count,
    origin_count,
    known_at,
    quote,
    article_url,
    {{ changed_at() }} as changed_at,
    {{ changed_in() }} as changed_in,
    is_background_only,
{%- endmacro %}
