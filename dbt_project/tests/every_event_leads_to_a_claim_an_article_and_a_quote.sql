-- Each row of a fact shows a sentence that stands in a claim of its event, at the address of that claim's article.
{% set facts = ['fct_investments', 'fct_model_adoptions', 'fct_legal_actions', 'fct_partnership_terms'] %}
with facts as (
    {% for fact in facts %}
    select
        '{{ fact }}' as fact,
        event_key,
        quote,
        article_url
    from {{ ref(fact) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    facts.fact,
    facts.event_key
from facts
left join {{ ref('fct_claims') }} as claims
    on facts.event_key = claims.event_key and facts.quote = claims.quote and claims.polarity = 'affirmed'
left join {{ ref('dim_articles') }} as articles
    on claims.article_id = articles.article_id and coalesce(facts.article_url, '') = coalesce(articles.url, '')
group by facts.fact, facts.event_key
having count(articles.article_id) = 0
