{#
  Table macros that every release carries: what today's rules hold from the claims known by a time. They name their tables in
  three parts, so that they work in a release opened by its file name and attached as newsledger alike.
#}
{% macro create_as_of(name) -%}
create or replace macro newsledger.marts.{{ name }}_as_of(ts) as table
select *
from {{ this }}
where known_from <= cast(ts as timestamptz) and coalesce(known_to > cast(ts as timestamptz), true)
{%- endmacro %}

{#
  Every event whose state changed after one time and by another, with what changed and the claims that moved it. An event has one
  state at a time: that before the change ends in between, that after it begins in between, and nothing else need be read.
#}
{% macro create_facts_changed_between() -%}
create or replace macro newsledger.marts.facts_changed_between(a, b) as table
with began as materialized (
    select
        event_key, claim_type, stage, grade, amount, currency_code, changed_fields, claim_keys, withdrawn_claim_keys, known_from,
        known_to
    from {{ this }}
    where known_from > cast(a as timestamptz) and known_from <= cast(b as timestamptz)
),

ended as materialized (
    select event_key, claim_type, stage, grade, amount, currency_code, known_from, known_to
    from {{ this }}
    where known_to > cast(a as timestamptz) and known_to <= cast(b as timestamptz)
),

moves as (
    select
        event_key,
        any_value(claim_type) as claim_type,
        list_sort(list_distinct(flatten(list(changed_fields)))) as changed_fields,
        list_sort(list_distinct(flatten(list(claim_keys)))) as claim_keys,
        list_sort(list_distinct(flatten(list(withdrawn_claim_keys)))) as withdrawn_claim_keys,
        max(known_from) as changed_last_at
    from (
        select event_key, claim_type, changed_fields, claim_keys, withdrawn_claim_keys, known_from
        from began
        union all
        select
            event_key,
            claim_type,
            ['withdrawn'] as changed_fields,
            [] as claim_keys,
            (
                select coalesce(list(withdrawn.claim_key), [])
                from newsledger.marts.fct_withdrawn_claims as withdrawn
                where withdrawn.event_key = ended.event_key and withdrawn.withdrawn_at = ended.known_to
            ) as withdrawn_claim_keys,
            known_to as known_from
        from ended
        where
            not exists (
                select 1 from began as next
                where next.event_key = ended.event_key and next.known_from = ended.known_to
            )
    )
    group by event_key
)

select
    moves.event_key,
    moves.claim_type,
    case
        when before.event_key is null and after.event_key is null then 'came_and_went'
        when before.event_key is null then 'new'
        when after.event_key is null then 'withdrawn'
        else 'changed'
    end as change,
    before.stage as stage_before,
    after.stage as stage_after,
    before.grade as grade_before,
    after.grade as grade_after,
    before.amount as amount_before,
    before.currency_code as currency_before,
    after.amount as amount_after,
    after.currency_code as currency_after,
    moves.changed_fields,
    moves.claim_keys,
    moves.withdrawn_claim_keys,
    moves.changed_last_at
from moves
left join (
    select * from ended
    where known_from <= cast(a as timestamptz)
) as before on moves.event_key = before.event_key
left join (
    select * from began
    where coalesce(known_to > cast(b as timestamptz), true)
) as after on moves.event_key = after.event_key
{%- endmacro %}
