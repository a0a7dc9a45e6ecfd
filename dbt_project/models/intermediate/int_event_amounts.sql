-- The amount of each event: of the values said of it the best graded, then the most exact, then the earliest. Never an
-- average.
with said as (
    select
        event_key,
        amount,
        amount_high,
        currency_code,
        amount_kind,
        {{ grade_of('strength', 'origin') }} as amount_grade,
        min(
            case amount_qualifier when 'exact' then 1 when 'about' then 2 when 'more_than' then 3 else 4 end
        ) as vagueness,
        arg_min(amount_qualifier, pick_order) as amount_qualifier,
        arg_min(currency_basis, pick_order) as currency_basis,
        min(known_at) as known_at,
        arg_min(claim_key, pick_order) as claim_key
    from {{ ref('int_event_claims') }}
    where is_affirmed and amount is not null
    group by event_key, amount, amount_high, currency_code, amount_kind
)

select *
from said
qualify row_number() over (
    partition by event_key
    order by
        amount_grade desc, vagueness asc, amount_high is not null asc, currency_code is null asc, known_at asc,
        claim_key asc
) = 1
