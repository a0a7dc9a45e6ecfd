-- Each row that shows a sentence, now or at any time, shows that of a claim of its event, as it stands in the claim's
-- article, at that article's address.
{% set marts = [
    'fct_investment_states', 'fct_model_adoption_states', 'fct_legal_action_states', 'fct_partnership_states',
    'rpt_circular_flows', 'rpt_contract_calendar', 'rpt_legal_actions_open',
] %}
{% set moments -%}
select made.known_at from {{ rows_made('fct_claims') }} as made
union all
select made.known_at from {{ rows_made('fct_withdrawn_claims') }} as made
{%- endset %}
{% set told -%}
article_id in (
    select made.article_id from {{ rows_made('fct_claims') }} as made
    union all
    select made.article_id from {{ rows_made('fct_withdrawn_claims') }} as made
)
{%- endset %}
with shown as (
    {% for mart in marts %}
    select
        '{{ mart }}' as mart,
        event_key,
        claim_key,
        quote,
        article_url
    from {{ rows_made(mart) }}
    where {{ only_touched('event_key', 'event_key') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

claims as (
    select
        claim_key,
        event_key,
        article_id,
        quote,
        polarity
    from {{ rows_made('fct_claims') }}
    union all
    select
        claim_key,
        event_key,
        article_id,
        quote,
        polarity
    from {{ rows_made('fct_withdrawn_claims') }}
),

articles as (
    select
        article_id,
        url
    from {{ ref('dim_articles') }}
    where {{ known_when(ref('dim_articles'), ['article_id'], 'known_at', moments, told) }}
)

select
    shown.mart,
    shown.event_key
from shown
left join claims
    on
        shown.claim_key = claims.claim_key
        and shown.event_key = claims.event_key
        and shown.quote = claims.quote
        and claims.polarity = 'affirmed'
left join articles
    on claims.article_id = articles.article_id and coalesce(shown.article_url, '') = coalesce(articles.url, '')
where articles.article_id is null
