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

{# Every event whose state changed after one time and by another, with what changed and the claims that moved it. #}
{% macro create_facts_changed_between() -%}
create or replace macro newsledger.marts.facts_changed_between(a, b) as table
with moves as (
    select
        event_key,
        any_value(claim_type) as claim_type,
        list_sort(list_distinct(flatten(list(changed_fields)))) as changed_fields,
        list_sort(list_distinct(flatten(list(claim_keys)))) as claim_keys,
        list_sort(list_distinct(flatten(list(withdrawn_claim_keys)))) as withdrawn_claim_keys,
        max(known_from) as changed_last_at
    from (
        select event_key, claim_type, changed_fields, claim_keys, withdrawn_claim_keys, known_from
        from {{ this }}
        where known_from > cast(a as timestamptz) and known_from <= cast(b as timestamptz)
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
        from {{ this }} as ended
        where
            known_to > cast(a as timestamptz) and known_to <= cast(b as timestamptz)
            and not exists (
                select 1 from {{ this }} as next
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
    moves.changed_fields,
    moves.claim_keys,
    moves.withdrawn_claim_keys,
    moves.changed_last_at
from moves
left join {{ this }} as before
    on
        moves.event_key = before.event_key
        and before.known_from <= cast(a as timestamptz)
        and coalesce(before.known_to > cast(a as timestamptz), true)
left join {{ this }} as after
    on
        moves.event_key = after.event_key
        and after.known_from <= cast(b as timestamptz)
        and coalesce(after.known_to > cast(b as timestamptz), true)
{%- endmacro %}
