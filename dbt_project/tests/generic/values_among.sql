{# Each of these columns holds one of its listed values, or none; one query for all of them. #}
{% test values_among(model, allowed) %}
select {{ allowed.keys() | join(', ') }}
from {{ model }}
where {% for column, values in allowed.items() %}{{ column }} not in ('{{ values | join("', '") }}'){{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
