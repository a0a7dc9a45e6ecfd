-- The amount of each event from each time on that one was said: of the values known by then the best graded, then what
-- somebody corrected himself to, then the most exact, then the earliest. Never an average. Within an epoch a value only
-- ever gains, so the best of all rows so far is the best value as it stands.
with said as (
    select
        *,
        row_number() over (
            partition by event_key, epoch_from, amount, amount_high, currency_code, amount_kind, origin
            order by held_from, claim_key
        ) = 1 and origin is not null as adds_origin,
        origin is not null and amount != lag(amount) over (
            partition by event_key, epoch_from, amount_kind, currency_code, origin order by held_from, claim_key
        ) as corrects
    from {{ ref('int_event_claims_held') }}
    where
        is_affirmed
        and amount is not null
        and {{ is_not_rejected('amount', sum_said('amount', 'amount_high', 'currency_code')) }}
),

graded as (
    select
        event_key,
        epoch_from,
        held_from,
        amount,
        amount_high,
        currency_code,
        amount_kind,
        {{ grade_from('max(strength) over so_far', 'count_if(adds_origin) over so_far') }} as amount_grade,
        min(
            case amount_qualifier when 'exact' then 1 when 'about' then 2 when 'more_than' then 3 else 4 end
        ) over so_far as vagueness,
        arg_min(amount_qualifier, pick_order) over so_far as amount_qualifier,
        arg_min(currency_basis, pick_order) over so_far as currency_basis,
        min(known_at) over so_far as known_at,
        max(known_at) filter (where corrects) over so_far as corrected_at,
        arg_min(claim_key, (known_at, claim_key)) over so_far as first_claim_key
    from said
    window so_far as (
        partition by event_key, epoch_from, amount, amount_high, currency_code, amount_kind order by held_from
    )
)

select
    event_key,
    epoch_from,
    held_from,
    arg_min(
        struct_pack(
            amount := amount,
            amount_high := amount_high,
            currency_code := currency_code,
            currency_basis := currency_basis,
            amount_qualifier := amount_qualifier,
            amount_kind := amount_kind,
            amount_grade := amount_grade
        ),
        (
            -cast(amount_grade[2] as integer), -coalesce(epoch_us(corrected_at), 0), vagueness, amount_high is not null,
            currency_code is null, known_at, first_claim_key, -epoch_us(held_from)
        )
    ) over (partition by event_key, epoch_from order by held_from) as held
from graded
qualify row_number() over (partition by event_key, epoch_from, held_from) = 1
