{# Since when a row stands as it does. Both come from the run, not from the news, and are no part of the content hash.
   They are read from the environment since a changed variable makes dbt parse the whole project again (9 of 23 s), and
   only when run: one that dbt meets while it parses makes it parse each model that uses it again. #}
{% macro changed_at() -%} cast('{% if execute %}{{ env_var("NEWSLEDGER_BUILT_AT", "1970-01-01T00:00:00+00:00") }}{% endif %}' as timestamptz) {%- endmacro %}
{% macro changed_in() -%} '{% if execute %}{{ env_var("NEWSLEDGER_RELEASE_ID", "development") }}{% endif %}' {%- endmacro %}

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
    claim_key,
{%- endmacro %}
