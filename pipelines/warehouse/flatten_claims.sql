-- Batches of extractions (new_rows, one row an article, claims as JSON; told has what was told of each) as the three tables that raw
-- keeps. Each row goes on with the name of its batch, and its place in it is counted batch by batch.
create or replace temp table new_extractions as
select
    article_id, extractor, extractor_model, standing_in_for, prompt_version, is_relevant, category, summary, key_points,
    coalesce(json_array_length(claims), 0)::integer as claim_count,
    coalesce(json_array_length(rejected), 0)::integer as rejected_count,
    set_aside, input_tokens, output_tokens, cost_usd, extracted_at, batch_name, load_id, told_key, row_position
from new_rows
left join told using (batch_name, article_id);

create or replace temp table all_claims as
with parsed as (
    select
        * exclude (claims),
        unnest(from_json(claims, '[{
            "claim_type": "VARCHAR", "stage": "VARCHAR", "polarity": "VARCHAR", "attribution": "VARCHAR",
            "attributed_to": "VARCHAR", "quote": "VARCHAR", "quote_start": "INTEGER", "quote_end": "INTEGER",
            "event_date": "VARCHAR", "event_date_precision": "VARCHAR", "is_background": "BOOLEAN",
            "amount": {"value": "VARCHAR", "value_high": "VARCHAR", "currency_code": "VARCHAR", "currency_basis": "VARCHAR",
                       "qualifier": "VARCHAR", "kind": "VARCHAR", "as_stated": "VARCHAR"},
            "valuation": {"value": "VARCHAR", "value_high": "VARCHAR", "currency_code": "VARCHAR", "qualifier": "VARCHAR"},
            "investors": ["VARCHAR"], "recipient": "VARCHAR", "sellers": ["VARCHAR"], "deal_type": "VARCHAR", "round": "VARCHAR",
            "stake_percent": "VARCHAR", "adopter": "VARCHAR", "product": "VARCHAR", "provider": "VARCHAR", "model": "VARCHAR",
            "relation": "VARCHAR", "plaintiffs": ["VARCHAR"], "defendants": ["VARCHAR"], "action_type": "VARCHAR",
            "claim_basis": ["VARCHAR"], "forum": "VARCHAR", "parties": ["VARCHAR"], "agreement_type": "VARCHAR",
            "term_end": "VARCHAR", "term_end_precision": "VARCHAR", "term_condition": "VARCHAR"}]')) as c,
        unnest(range(json_array_length(claims)::bigint)) as position
    from new_rows
    left join told using (batch_name, article_id)
    where json_array_length(claims) > 0
)

select
    -- Nothing resolved and no model's prose: the words in the article, their place, and the roles they play.
    left(sha256(to_json([
        article_id, c.claim_type, c.quote_start::varchar, c.quote_end::varchar, c.amount.as_stated, c.round, c.recipient, c.adopter,
        c.product, c.provider, c.model, to_json(c.investors)::varchar, to_json(c.sellers)::varchar, to_json(c.plaintiffs)::varchar,
        to_json(c.defendants)::varchar, to_json(c.parties)::varchar
    ])::varchar), 24) as claim_key,
    article_id, extractor, extractor_model, standing_in_for, prompt_version, position::integer as position,
    c.claim_type, c.stage, c.polarity, c.attribution, c.attributed_to, c.quote, c.quote_start, c.quote_end, c.event_date,
    c.event_date_precision, c.is_background,
    c.amount.value::decimal(24, 2) as amount_value, c.amount.value_high::decimal(24, 2) as amount_high,
    c.amount.currency_code as currency_code, c.amount.currency_basis as currency_basis, c.amount.qualifier as amount_qualifier,
    c.amount.kind as amount_kind, c.amount.as_stated as amount_as_stated,
    c.investors, c.recipient, c.sellers, c.deal_type, c.round, c.stake_percent::decimal(7, 4) as stake_percent,
    c.valuation.value::decimal(24, 2) as valuation_value, c.valuation.value_high::decimal(24, 2) as valuation_high,
    c.valuation.currency_code as valuation_currency_code, c.valuation.qualifier as valuation_qualifier,
    c.adopter, c.product, c.provider, c.model, c.relation, c.plaintiffs, c.defendants, c.action_type, c.claim_basis, c.forum,
    c.parties, c.agreement_type, c.term_end, c.term_end_precision, c.term_condition,
    extracted_at, batch_name, load_id, told_key, to_json(c)::varchar as claim, row_position as article_position
from parsed;

-- The same words in the same place in the same roles are one claim: the first stands, the others are told as rejected.
create or replace temp table new_claims as
select
    * exclude (claim, article_position),
    row_number() over (partition by batch_name order by article_position, position) - 1 as row_position
from (
    from all_claims qualify row_number() over (partition by batch_name, claim_key order by article_position, position) = 1
);

create or replace temp table new_rejected_claims as
with parsed as (
    select
        * exclude (rejected),
        unnest(from_json(rejected, '[{"reason": "VARCHAR", "detail": "VARCHAR", "claim": "JSON"}]')) as r,
        unnest(range(json_array_length(rejected)::bigint)) as position
    from new_rows
    where json_array_length(rejected) > 0
)

select
    article_id, extractor, extractor_model, standing_in_for, prompt_version, position::integer as position, r.reason, r.detail,
    r.claim ->> '$.claim_type' as claim_type, r.claim ->> '$.quote' as quote, r.claim::varchar as claim, batch_name, load_id
from parsed
union all by name
select
    article_id, extractor, extractor_model, standing_in_for, prompt_version, position, 'duplicate_claim' as reason,
    'another claim of the article has the same words and roles' as detail, claim_type, quote, claim, batch_name, load_id
from all_claims
qualify row_number() over (partition by batch_name, claim_key order by article_position, position) > 1;
