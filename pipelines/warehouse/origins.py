"""Whom a claim's report goes back to. Copies, wires and outlets quoting one outlet are one origin.

An origin is a publisher's family, ``party:<organization>`` or ``document:<host or name>``, never free text; null when
it cannot be traced.
"""

from pipelines.warehouse.resolution import Registry, host_of, normalise_name

# How much a claim says by itself: a document (E4), a party on the record (E3), somebody unnamed or another outlet (E1),
# nobody (E0). E2 is not a claim's: it takes two origins.
STRENGTH = {"document": 4, "on_record": 3, "anonymous": 1, "publication": 1, "unattributed": 0}


def origin_of(
    attribution: str,
    attributed_to: str | None,
    *,
    article_origin: str | None,
    publisher_kind: str | None = None,
    party_ids: frozenset[str],
    registry: Registry,
    family_of_publisher: dict[str, str],
) -> tuple[str | None, int]:
    """The origin of a claim and its strength.

    Args:
        article_origin: Whom the article as a whole goes back to: its publisher's family, the wire it credits, or
            the origin of the story that it copies.
        publisher_kind: What the publisher is: a ``newsroom`` is a party's own, a ``court`` or ``regulator`` publishes documents.
        party_ids: The organizations of the claim and all that stand above or below them.
    """
    if attribution == "document":
        return f"document:{_document(attributed_to) or article_origin or 'unnamed'}", STRENGTH[attribution]
    if attribution == "on_record":
        if not attributed_to:
            return article_origin, 1 if article_origin else 0  # "it said": no name, no record
        meaning = registry.speaker(attributed_to)
        # Someone listed who has no part in it (an analyst's firm, a rival) is one origin, not a party on the record.
        outsider = meaning.is_listed and meaning.entity_id not in party_ids | registry.persons
        return f"party:{meaning.entity_id}", 1 if outsider else STRENGTH[attribution]
    if attribution == "publication":
        cited = registry.publisher(attributed_to) if attributed_to else None
        if cited is None:
            return None, 0  # "media reports": a citation that leads nowhere is no origin
        return family_of_publisher.get(cited.entity_id, cited.entity_id), 1
    if attribution == "unattributed" and article_origin:
        if publisher_kind in {"court", "regulator"}:
            return f"document:{article_origin}", STRENGTH["document"]
        if publisher_kind == "newsroom" and article_origin in party_ids:
            return f"party:{article_origin}", STRENGTH["on_record"]
    return article_origin, STRENGTH[attribution] if article_origin else 0


def _document(name: str | None) -> str:
    return host_of(name) or normalise_name(name or "")
