-- The origin of each claim, how much the claim says by itself, and the way there from its article, step by step with
-- the reason. One row a claim that this build makes again.
select
    claims.claim_key,
    origins.origin,
    origins.strength,
    list_filter([
        'published by ' || coalesce(traced.publisher_name, 'nobody who is named'),
        case
            when traced.publisher_family != traced.publisher_id then 'of the family ' || traced.publisher_family
        end,
        case
            when traced.first_article_id != claims.article_id
                then 'carries the text of article ' || traced.first_article_id
        end,
        case
            when traced.credited_family is not null then 'credits ' || traced.credited_family
            when traced.origin != traced.publisher_family then 'the text goes back to ' || traced.origin
        end,
        case
            when claims.attribution = 'publication' and origins.origin is null
                then 'cites nobody who could be found: ' || coalesce(claims.attributed_to_as_stated, 'no name')
            when claims.attribution = 'document' and origins.origin is null
                then 'cites a paper that could not be found: ' || coalesce(claims.attributed_to_as_stated, 'no name')
            when claims.attribution = 'unattributed' and origins.origin is null and len(traced.quality_flags) > 0
                then
                    'says it in its own voice, which counts for nothing: '
                    || array_to_string(traced.quality_flags, ', ')
            when claims.attribution = 'publication' then 'quotes another outlet: ' || claims.attributed_to_as_stated
            when claims.attribution = 'document'
                then 'quotes a document: ' || coalesce(claims.attributed_to_as_stated, 'not named')
            when claims.attribution = 'on_record' and origins.origin like 'party:%'
                then 'quotes on the record: ' || claims.attributed_to_as_stated
            when claims.attribution = 'anonymous' then 'quotes somebody unnamed'
            when origins.origin like 'document:%' then 'is itself the document'
            when origins.origin like 'party:%' then 'is published by the party itself'
            else 'says it in its own voice'
        end,
        'origin: ' || coalesce(origins.origin, 'none'),
        case
            when origins.origin is not null and list_has_any(
                traced.quality_flags, ['boilerplate', 'machine_translated', 'dangling_citations']
            ) then 'counts as hearsay: the text is ' || array_to_string(traced.quality_flags, ', ')
        end
    ], lambda step: step is not null) as origin_chain
from {{ ref('int_claims_known') }} as claims
inner join {{ ref('int_claim_origins') }} as origins on claims.claim_key = origins.claim_key
inner join {{ ref('int_articles_traced') }} as traced on claims.article_id = traced.article_id
