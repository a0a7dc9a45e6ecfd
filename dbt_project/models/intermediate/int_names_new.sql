-- Every name printed in a claim that is new to this build. One row a claim, role and position.
with fresh as (
    select claims.*
    from {{ ref('stg_extraction__claims') }} as claims
    where
        {{ is_new_load('claims.load_id') }}
        -- Where a model and one that stood in for it say the same, it was counted when it was first said.
        and claims.claim_key not in (
            select known.claim_key
            from {{ ref('stg_extraction__claims') }} as known
            where not {{ is_new_load('known.load_id') }}
        )
),

printed as (
    {{ names_printed('fresh') }}
)

select distinct
    printed.claim_key,
    printed.name_kind,
    printed.name_as_printed,
    fresh.article_id
from printed
inner join fresh on printed.claim_key = fresh.claim_key
