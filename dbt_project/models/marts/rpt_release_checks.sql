-- Counted here in SQL, judged by the gate of a release: whole marts never leave the database for it. Keys are looked at
-- in the rows that this build made (in a full build, all): the others were, when they were made.
{% for mart, keys in marts_with_keys().items() %}
select
    '{{ mart }}' as model_name,
    (select count(*) from {{ ref(mart) }}) as row_count,
    cast(count(*) - coalesce(count_if(
        true
        {% for key in keys if key != 'month_date' %}
        and {{ key }} is not null
        {% endfor %}
    ), 0) as bigint) as null_key_count,
    count(*) - count(distinct row(
        {% for key in keys %}
        {{ key }}{{ ',' if not loop.last }}
        {% endfor %}
    )) as duplicate_key_count,
    (
        select before.row_count from {{ source('raw', 'published_row_counts') }} as before
        where before.model_name = '{{ mart }}'
    ) as previous_row_count
from {{ rows_made(mart) }}
{{ 'union all' if not loop.last }}
{% endfor %}
