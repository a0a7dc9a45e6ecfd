"""What each column of a store holds in its copy ``i``, by the column's name and type; the macros are those of ``replicate.sql``."""

_ROLES = ("investor", "seller", "plaintiff", "defendant", "party")
_EVENT = "(select new from event_names where old = {name})"
_EVENTS = (
    "coalesce((select list(new order by new) from (select unnest({name}) as one) as listed "
    "inner join event_names on old = one), [])"
)
_NAMES = "list_transform({name}, lambda one: named(one, i))"
_AS_PRINTED = "strftime(cast({name} as date) + days(i), '%Y-%m-%d')"

_BY_NAME = {
    **dict.fromkeys(
        ("claim_key", "article_id", "page_id", "first_article_id", "group_key", "claim_key_low", "claim_key_high", "text_sha256"),
        "keyed({name}, i)",
    ),
    **dict.fromkeys(("claim_keys", "withdrawn_claim_keys"), "list_transform({name}, lambda key: keyed(key, i))"),
    **dict.fromkeys(("event_key", "linked_event_key", "old_event_key"), _EVENT),
    **dict.fromkeys(("fits", "possible_event_keys"), _EVENTS),
    **dict.fromkeys(("fingerprint", "marks"), "list_transform({name}, lambda one: if(i = 0, one, hash(one, i)))"),
    "story_id": "(select new from story_names where old = story_id)",
    "block_key": "(select new from block_names where old = block_key >> 2) * 4 + block_key % 4",
}  # fmt: skip
_BY_NAME_AND_TYPE = {
    "VARCHAR": {
        **dict.fromkeys(
            ("organization_id", "entity_id", "entity_name", "own_name", "name_as_printed", "giver_id", "taker_id"),
            "named({name}, i)",
        ),
        **{
            f"{role}{what}": "named({name}, i)"
            for role in ("recipient", "adopter", "owner", "provider", "product")
            for what in ("", "_id", "_name")
        },
        **dict.fromkeys(("event_date", "term_end"), _AS_PRINTED),
    },
    "VARCHAR[]": {
        **dict.fromkeys(
            ("investors", "plaintiffs", "defendants", "parties", "doers", "others"), f"list_sort({_NAMES})"
        ),
        **{f"{role}_{what}": f"list_sort({_NAMES})" for role in _ROLES for what in ("ids", "names")},
    },
}
_OF_THE_RUN = {"changed_at", "loaded_at", "finished_at", "built_at"}


def expression(schema: str, name: str, kind: str) -> str:
    """What the column holds in copy ``i``. In ``raw`` names stand in the order in which they were printed."""
    if kind.startswith("TIMESTAMP") and kind.endswith("[]"):
        template = "list_transform({name}, lambda one: one + to_days(days(i)))"
    elif kind.startswith("TIMESTAMP") and name not in _OF_THE_RUN:
        template = "{name} + to_days(days(i))"
    elif kind == "DATE":
        template = "cast({name} + days(i) as date)"
    else:
        template = _BY_NAME.get(name) or _BY_NAME_AND_TYPE.get(kind, {}).get(name, "{name}")
    if schema == "raw" and _NAMES in template:
        template = _NAMES
    return template.format(name=name)
