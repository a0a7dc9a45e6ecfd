-- What ends, renews or can be ended within 24 months of the build. An end said as a quarter or a year is due by its
-- last day. What a condition alone can end is listed for as long as the agreement stands, without a day; what only has
-- to come about before an agreement takes effect ends nothing.
{% set built = "cast(" ~ changed_at() ~ " as date)" %}
with terms as (
    select
        *,
        cast(
            case term_end_precision
                when 'day' then term_end
                when 'month' then term_end + interval 1 month - interval 1 day
                when 'quarter' then term_end + interval 3 month - interval 1 day
                when 'year' then term_end + interval 1 year - interval 1 day
            end as date
        ) as due_by_date,
        coalesce({{ is_of_renewal('term_condition') }}, false) as is_renewed,
        term_condition is not null and not {{ is_condition_precedent('term_condition') }} as is_ended_by_condition
    from {{ ref('fct_partnership_terms') }}
    where stage in ('announced', 'signed', 'effective', 'amended')
)

select
    event_key,
    case
        when is_renewed then 'renews'
        when term_end is not null then 'ends'
        else 'can_be_ended'
    end as due_kind,
    parties,
    agreement_type,
    stage,
    grade,
    is_confirmed,
    term_end as due_from_date,
    due_by_date,
    term_end_precision as due_precision,
    cast(date_trunc('month', due_by_date) as date) as month_date,
    cast(date_diff('month', {{ built }}, due_by_date) as bigint) as months_ahead_count,
    term_condition,
    amount,
    currency_code,
    amount_kind,
    quote,
    article_url,
    claim_key
from terms
where
    due_by_date between {{ built }} and {{ built }} + interval 24 month
    or (term_end is null and (is_renewed or is_ended_by_condition))
