-- Counted here in SQL, judged by the gate of a release: whole marts never leave the database for it.
{% for mart, keys in marts_with_keys().items() %}
select
    '{{ mart }}' as model_name,
    count(*) as row_count,
    count(*) filter (where {% for key in keys if not (mart == 'rpt_money_by_month' and key == 'month_date') %}{{ key }} is null{{ ' or ' if not loop.last }}{% endfor %}) as null_key_count,
    count(*) - count(distinct ({{ keys | join(', ') }}{{ ', 1' if keys | length == 1 }})) as duplicate_key_count,
    cast(null as bigint) as previous_row_count
from {{ ref(mart) }}
{{ 'union all' if not loop.last }}
{% endfor %}
