{# The first day of a period written as 2026, 2026-Q3, 2026-07 or 2026-07-10; null for anything else. #}
{% macro first_day_of(partial_date) -%}
case
    when regexp_full_match({{ partial_date }}, '\d{4}-\d{2}-\d{2}') then try_cast({{ partial_date }} as date)
    when regexp_full_match({{ partial_date }}, '\d{4}-\d{2}') then try_cast({{ partial_date }} || '-01' as date)
    when regexp_full_match({{ partial_date }}, '\d{4}-Q[1-4]')
        then make_date(cast({{ partial_date }}[1:4] as integer), cast({{ partial_date }}[7:7] as integer) * 3 - 2, 1)
    when regexp_full_match({{ partial_date }}, '\d{4}') then try_cast({{ partial_date }} || '-01-01' as date)
end
{%- endmacro %}

{# The precision a partial date is written at, which is what it says whatever the claim says it says. #}
{% macro precision_of(partial_date) -%}
case
    when {{ first_day_of(partial_date) }} is null then 'unknown'
    when length({{ partial_date }}) = 10 then 'day'
    when {{ partial_date }} like '%Q%' then 'quarter'
    when length({{ partial_date }}) = 7 then 'month'
    else 'year'
end
{%- endmacro %}
