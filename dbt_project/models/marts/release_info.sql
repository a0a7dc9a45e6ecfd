select
    {{ changed_in() }} as release_id,
    {{ changed_at() }} as built_at,
    in_force.extractor,
    in_force.extractor_model,
    in_force.prompt_version,
    (select count(*) from {{ ref('dim_articles') }}) as article_count,
    (select count(*) from {{ ref('fct_claims') }}) as claim_count,
    (select count(*) from {{ ref('dim_events') }}) as event_count
from {{ source('raw', 'extraction_in_force') }} as in_force
