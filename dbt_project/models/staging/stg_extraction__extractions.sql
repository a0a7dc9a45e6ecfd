-- The extraction in force of the articles that this build makes again, each once: the one that was told what the
-- article's last reading says; an earlier one until there is.
select
    extractions.article_id,
    extractions.extractor,
    extractions.extractor_model,
    extractions.prompt_version,
    extractions.is_relevant,
    extractions.category,
    extractions.summary,
    extractions.claim_count,
    extractions.rejected_count,
    extractions.set_aside as set_aside_reason,
    extractions.told_key,
    extractions.extracted_at
from (
    select *
    from {{ source('raw', 'extractions') }}
    where {{ of_touched_articles(source('raw', 'extractions')) }}
) as extractions
inner join {{ source('raw', 'extraction_in_force') }} as in_force
    on {{ is_in_force('extractions') }}
inner join {{ ref('stg_articles__versions') }} as articles on extractions.article_id = articles.article_id
qualify row_number() over (
    partition by extractions.article_id
    order by
        extractions.told_key is distinct from articles.told_key asc,
        extractions.extracted_at asc,
        extractions.batch_name asc
) = 1
