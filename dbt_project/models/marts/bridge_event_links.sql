-- part_of: an instalment of a round or of a total, a cheque for a plan. Of a round only where something says so: it
-- names the investor, has the same name, or names nobody and is told as news by an article that tells of the part too.
-- Of what an investor promised alone, where it was paid: told by the article that tells of the promise, or by one that
-- says of the promise that it is kept.
-- concerns: a legal action over an agreement or deal between its sides, or, where it is over a contract or an
-- exclusivity, over what those whom it is brought against agreed with each other of late. continues: a probe, complaint
-- or threat and the suit between the same sides that came of it. Both reach back as many years as a contract can be
-- sued on (event_pairs.sql): what was before is another matter.
-- What this build made is held against everything, and what stood against what it made. Events meet by the names they
-- share, joined as values, so that the work does not grow with the square of the store.
{{ config(**incremental_by('event_key', ['event_key', 'linked_event_key'])) }}
-- depends_on: {{ ref('int_event_meetings') }}
{% set near = 'true' %}
{% if goes_on() %}
{% set near -%}
event_key in (
    select event_key from {{ ref('int_event_meetings') }}
    where meeting in (select meeting from {{ rows_made('int_event_meetings') }})
)
{%- endset %}
{% endif %}
{% set met = [('made', 'events'), ('stood', 'made')] %}
with events as (
    select
        *,
        {{ happened_on() }} as happened_on,
        event_key in (select touched.event_key from {{ ref('int_events_touched') }} as touched) as is_touched
    from {{ ref('int_event_sides') }}
    where {{ lying_where(ref('int_event_sides'), near) }}
),

made as (
    select * from events
    where is_touched
),

stood as (
    select * from events
    where not is_touched
),

amounts_met as (
    {% for part, whole in met %}
    select
        part,
        whole
    from {{ part }} as part
    inner join {{ whole }} as whole on part.others = whole.others
    where
        part.claim_type = 'investment' and whole.claim_type = 'investment'
        and (
            whole.amount_kind in ('cumulative_to_date', 'raise', 'capacity_plan')
            or (
                whole.amount_kind = 'tranche' and part.amount_kind = 'tranche'
                and list_has_any(part.article_ids, whole.article_ids)
            )
        )
    union all
    select
        part,
        whole
    from {{ part }} as part
    inner join {{ whole }} as whole on part.amount_kind = whole.amount_kind
    where
        part.claim_type = 'investment' and whole.claim_type = 'investment'
        and part.amount_kind = 'capacity_plan' and part.others = [] and whole.others != []
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

paid_for as (
    select
        *,
        part.amount_kind = 'tranche'
        and part.stage = 'effective'
        and whole.stage in ('announced', 'signed')
        and part.amount < whole.amount
        and list_has_any(part.doers, whole.doers)
        and date_diff('day', whole.happened_on, part.happened_on) between 0 and 730 as is_promise_paid_for
    from amounts_met
),

deal_pairs as (
    {{ deal_pairs('events', ['event_key', 'is_touched', 'happened_on', 'claim_type', 'deal_type', 'amount_kind']) }}
),

{% set of_actions = [
    'event_key', 'is_touched', 'action_type', 'stage', 'claim_basis', 'happened_on', 'first_reported_at', 'last_reported_at'
] %}
action_pairs as (
    {{ action_pairs('events', of_actions) }}
),

concerned_pairs as (
    select
        *,
        stage in ('considered', 'threatened') as is_thought,
        false as are_both_acted_upon
    from action_pairs
    union all
    select
        *,
        stage in ('considered', 'threatened') as is_thought,
        true as are_both_acted_upon
    from ({{ pairs_acted_upon('events', of_actions) }}) as acted_upon
)

select
    part.event_key,
    whole.event_key as linked_event_key,
    'part_of' as link_type
from paid_for
where
    part.event_key != whole.event_key
    and (
        list_has_any(part.doers, whole.doers)
        or (whole.doers = [] and whole.amount_kind != 'raise')
        or (whole.amount_kind = 'raise' and part.round = whole.round)
        or (whole.amount_kind = 'raise' and whole.doers = [] and list_has_any(part.article_ids, whole.article_ids))
    )
    and (len(part.others) > 0 or part.amount_kind = 'capacity_plan')
    and (
        (whole.amount_kind = 'cumulative_to_date' and part.amount_kind in ('tranche', 'raise', 'deal_value'))
        or (whole.amount_kind = 'raise' and part.amount_kind = 'tranche')
        or (whole.amount_kind = 'tranche' and is_promise_paid_for)
        or (whole.amount_kind = 'capacity_plan' and part.amount_kind = 'capacity_plan' and part.amount < whole.amount)
        or (
            whole.amount_kind = 'capacity_plan'
            and part.amount_kind in ('tranche', 'deal_value', 'contract_value', 'debt', 'pledge')
            and len(part.others) > 0
        )
    )
    and part.amount <= whole.amount * 1.06
    and part.currency_code is not distinct from whole.currency_code
    and (
        -- What was put in after a total was last told of is no part of it.
        (
            whole.amount_kind = 'cumulative_to_date'
            and part.happened_on <= cast(whole.last_reported_at as date) + interval 31 day
        )
        or (whole.amount_kind = 'capacity_plan' and part.amount_kind != 'capacity_plan')  -- paid over years
        or (
            whole.amount_kind in ('raise', 'tranche', 'capacity_plan')
            and abs(date_diff('day', part.happened_on, whole.happened_on)) <= 120
        )
        or (is_promise_paid_for and list_has_any(part.paid_article_ids, whole.paid_article_ids))
    )
union all
{% for actions_touched, deals_touched in [('true', 'false'), ('false', 'true'), ('true', 'true')] %}
select distinct
    action.event_key,
    deal.event_key as linked_event_key,
    'concerns' as link_type
from concerned_pairs as action
inner join deal_pairs as deal on action.one_id = deal.one_id and action.other_id = deal.other_id
where
    action.is_touched = {{ actions_touched }} and deal.is_touched = {{ deals_touched }}
    and deal.happened_on {{ sued_upon_within('action.happened_on') }}
    -- A suit is about what was there when it was brought, the thought of one about what was there when it was told of;
    -- a review comes before the deal.
    and (
        deal.happened_on
        <= if(action.is_thought, cast(action.last_reported_at as date), action.happened_on) + interval 31 day
        or (
            action.action_type in ('merger_review', 'regulatory_probe', 'regulatory_complaint')
            and not action.is_thought
        )
    )
    -- What breaks a contract with somebody else is met soon after it is agreed.
    and (not action.are_both_acted_upon or deal.happened_on >= action.happened_on - interval 1 year)
    -- What breaks a contract is about contracts and gifts, and not about every share that one holds of the other.
    and (
        action.are_both_acted_upon
        or deal.claim_type = 'partnership'
        or deal.amount_kind = 'contract_value'
        or deal.deal_type in ('acquisition', 'licence_and_hire', 'compute_commitment', 'grant', 'pledge')
        or not {{ is_over_a_contract('action.claim_basis') }}
        or list_has_any(coalesce(action.claim_basis, []), ['antitrust', 'fiduciary', 'securities'])
    )
union all
{% endfor %}
{% for later_touched, earlier_touched in [('true', 'false'), ('false', 'true'), ('true', 'true')] %}
select distinct
    later.event_key,
    earlier.event_key as linked_event_key,
    'continues' as link_type
from action_pairs as later
inner join action_pairs as earlier on later.one_id = earlier.one_id and later.other_id = earlier.other_id
where
    later.is_touched = {{ later_touched }} and earlier.is_touched = {{ earlier_touched }}
    and (
        (
            later.action_type in ('lawsuit', 'class_action')
            and earlier.action_type in ('regulatory_probe', 'regulatory_complaint', 'merger_review')
        )
        or (
            earlier.stage in ('considered', 'threatened')
            and later.stage not in ('considered', 'threatened')
        )
    )
    and later.event_key != earlier.event_key
    and later.first_reported_at >= earlier.first_reported_at
    and earlier.happened_on {{ sued_upon_within('later.happened_on') }}
{{ 'union all' if not loop.last }}
{% endfor %}
