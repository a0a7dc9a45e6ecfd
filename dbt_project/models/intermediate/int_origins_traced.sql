-- The way from an article to the origin of each of its claims, step by step with the reason. One row a claim that this
-- build gathers again.
with articles as (
    select *
    from {{ ref('int_articles_traced') }}
    where {{ lying_where(ref('int_articles_traced'), articles_of(ref('int_event_claims_known'))) }}
)

select
    claims.claim_key,
    claims.article_id,
    claims.origin,
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
            when claims.attribution = 'publication' and claims.origin is null
                then 'cites nobody who could be found: ' || coalesce(claims.attributed_to_as_stated, 'no name')
            when claims.attribution = 'document' and claims.origin is null
                then 'cites a paper that could not be found: ' || coalesce(claims.attributed_to_as_stated, 'no name')
            when claims.attribution = 'unattributed' and claims.origin is null and len(traced.quality_flags) > 0
                then
                    'says it in its own voice, which counts for nothing: '
                    || array_to_string(traced.quality_flags, ', ')
            when claims.attribution = 'publication' then 'quotes another outlet: ' || claims.attributed_to_as_stated
            when claims.attribution = 'document'
                then 'quotes a document: ' || coalesce(claims.attributed_to_as_stated, 'not named')
            when claims.attribution = 'on_record' and claims.origin like 'party:%'
                then 'quotes on the record: ' || claims.attributed_to_as_stated
            when claims.attribution = 'anonymous' then 'quotes somebody unnamed'
            when claims.origin like 'document:%' then 'is itself the document'
            when claims.origin like 'party:%' then 'is published by the party itself'
            else 'says it in its own voice'
        end,
        'origin: ' || coalesce(claims.origin, 'none'),
        case
            when claims.origin is not null and list_has_any(
                traced.quality_flags, ['boilerplate', 'machine_translated', 'dangling_citations']
            ) then 'counts as hearsay: the text is ' || array_to_string(traced.quality_flags, ', ')
        end
    ], lambda step: step is not null) as origin_chain
from {{ ref('int_event_claims_known') }} as claims
inner join articles as traced on claims.article_id = traced.article_id
