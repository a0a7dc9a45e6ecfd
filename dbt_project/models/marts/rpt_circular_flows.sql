-- Where money goes round: who invests in a company that also buys from it or sells to it. Each event of such a pair is
-- a row of its own with the kind of its amount; a sum of addable_usd within one flow and kind counts no dollar twice.
{{ config(**incremental_by('event_key', also='is_of_a_touched_pair')) }}
{% set between_them = 'true' %}
{% set of_them = 'true' %}
{% set invests_within = 'true' %}
{% if goes_on() %}
{# Found by the number alone, and then read: a semi join reads all columns of all rows. #}
{% set between_them -%}
rowid in (
    select stored.rowid
    from {{ ref('int_event_flows') }} as stored
    where
        stored.pair_number in (
            select {{ number_of_pair('pairs.pair[1]', 'pairs.pair[2]') }}
            from ({{ pairs_touched() }}) as pairs (pair)
        )
)
{%- endset %}
{# Pieces of rows that were reported at no time of these are passed over. #}
{% set of_them -%}
first_reported_at in (select flows.first_reported_at from flows) and event_key in (select flows.event_key from flows)
{%- endset %}
{% set invests_within -%}
(invested.giver_id, invested.taker_id) in ({{ pairs_touched() }})
{%- endset %}
{% endif %}
with flows as {{ 'materialized' if goes_on() }} (
    select *
    from {{ ref('int_event_flows') }}
    where {{ between_them }}
),

-- Joined on both ids each way, and not by one condition with an "or", which would hold every flow against every other.
traded as (
    select
        giver_id as one_id,
        taker_id as other_id
    from flows
    where flow in ('purchase', 'agreement')
    union
    select
        taker_id as one_id,
        giver_id as other_id
    from flows
    where flow in ('purchase', 'agreement')
),

pairs as (
    select distinct
        invested.giver_id as investor_id,
        invested.taker_id as recipient_id
    from flows as invested
    inner join traded on invested.giver_id = traded.one_id and invested.taker_id = traded.other_id
    where invested.flow = 'investment' and {{ invests_within }}
),

directed as (
    select
        pairs.investor_id,
        pairs.recipient_id,
        flows.event_key,
        case flows.flow
            when 'investment' then 'invests_in'
            when 'agreement' then 'agrees_with'
            else 'buys_from'
        end as flow
    from pairs
    inner join flows on pairs.investor_id = flows.giver_id and pairs.recipient_id = flows.taker_id
    union all
    select
        pairs.investor_id,
        pairs.recipient_id,
        flows.event_key,
        'sells_to' as flow
    from pairs
    inner join flows on pairs.investor_id = flows.taker_id and pairs.recipient_id = flows.giver_id
    where flows.flow = 'purchase'
),

parts as (
    {{ counted_in_their_whole() }}
),

givers as (
    select
        event_key,
        count(distinct giver_id) as giver_count
    from {{ ref('int_event_flows') }}
    where event_key in (select directed.event_key from directed)
    group by event_key
),

told as (
    select
        event_key,
        'investment' as claim_type,
        stage,
        grade,
        is_confirmed,
        event_date,
        first_reported_at,
        amount_kind,
        amount_usd,
        is_committed,
        quote,
        article_url,
        claim_key
    from {{ ref('fct_investments') }}
    where {{ of_them }}
    union all
    select
        event_key,
        'model_adoption' as claim_type,
        stage,
        grade,
        is_confirmed,
        event_date,
        first_reported_at,
        null as amount_kind,
        null as amount_usd,
        false as is_committed,
        quote,
        article_url,
        claim_key
    from {{ ref('fct_model_adoptions') }}
    where {{ of_them }}
    union all
    select
        event_key,
        'partnership' as claim_type,
        stage,
        grade,
        is_confirmed,
        event_date,
        first_reported_at,
        amount_kind,
        null as amount_usd,
        false as is_committed,
        quote,
        article_url,
        claim_key
    from {{ ref('fct_partnership_terms') }}
    where {{ of_them }}
)

select
    directed.investor_id,
    investors.name as investor,
    directed.recipient_id,
    recipients.name as recipient,
    directed.flow,
    told.*,
    parts.event_key is not null as is_part,
    cast(
        if(told.is_committed and parts.event_key is null and givers.giver_count = 1, told.amount_usd, null)
        as decimal(24, 2)
    ) as addable_usd
from directed
inner join told on directed.event_key = told.event_key
inner join givers on directed.event_key = givers.event_key
left join parts on directed.event_key = parts.event_key
left join {{ ref('dim_organizations') }} as investors on directed.investor_id = investors.organization_id
left join {{ ref('dim_organizations') }} as recipients on directed.recipient_id = recipients.organization_id
