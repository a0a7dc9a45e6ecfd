-- Every name printed in a claim that is new to this build. One row a claim, role and position.
{% set in_new_articles -%}
article_id in (select fresh.article_id from {{ ref('int_articles_new') }} as fresh where fresh.is_stored)
{%- endset %}
with come_in as (
    select
        claims.claim_key,
        claims.article_id,
        coalesce(claims.investors, []) as investors_as_stated,
        coalesce(claims.sellers, []) as sellers_as_stated,
        coalesce(claims.plaintiffs, []) as plaintiffs_as_stated,
        coalesce(claims.defendants, []) as defendants_as_stated,
        coalesce(claims.parties, []) as parties_as_stated,
        claims.recipient as recipient_as_stated,
        claims.adopter as adopter_as_stated,
        claims.product as product_as_stated,
        claims.provider as provider_as_stated,
        claims.model as model_as_stated
    from {{ source('raw', 'claims') }} as claims
    inner join {{ source('raw', 'extraction_in_force') }} as in_force
        on {{ is_in_force('claims') }}
    where {{ is_new_load('claims.load_id') }}
),

-- Where a model and one that stood in for it say the same, it was counted when it was first said.
known as (
    select claims.claim_key
    from (
        select *
        from {{ source('raw', 'claims') }}
        where {{ lying_where(source('raw', 'claims'), in_new_articles) }}
    ) as claims
    inner join {{ source('raw', 'extraction_in_force') }} as in_force
        on {{ is_in_force('claims') }}
    where not {{ is_new_load('claims.load_id') }}
),

fresh as (
    select come_in.*
    from come_in
    anti join known on come_in.claim_key = known.claim_key
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
