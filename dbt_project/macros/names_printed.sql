{# Every name that the claims of a relation print, with the role it has there. One row a claim, role and position. #}
{% macro names_printed(claims) %}
{% set lists = {
    'investor': 'investors',
    'seller': 'sellers',
    'plaintiff': 'plaintiffs',
    'defendant': 'defendants',
    'party': 'parties',
} %}
{% set singles = {
    'recipient': 'recipient',
    'adopter': 'adopter',
    'provider': 'provider',
    'product': 'product',
    'model': 'model',
} %}
{% for role, column in lists.items() %}
select
    claim_key,
    '{{ role }}' as role,
    'party' as name_kind,
    generate_subscripts({{ column }}_as_stated, 1) as position,
    unnest({{ column }}_as_stated) as name_as_printed
from {{ claims }}
union all
{% endfor %}
{% for role, column in singles.items() %}
select
    claim_key,
    '{{ role }}' as role,
    '{{ role if role in ('product', 'model') else 'party' }}' as name_kind,
    1 as position,
    {{ column }}_as_stated as name_as_printed
from {{ claims }}
where {{ column }}_as_stated is not null
{{ 'union all' if not loop.last }}
{% endfor %}
{% endmacro %}
