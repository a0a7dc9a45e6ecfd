with listed as (
    {{ seed_with_overrides('organization_aliases', 'aliases.csv', [
        'alias', 'organization_id', 'is_ambiguous', 'language_code',
    ]) }}
)

select
    alias,
    organization_id,
    coalesce(cast(is_ambiguous as boolean), false) as is_ambiguous,
    language_code,
    defined_in
from listed
