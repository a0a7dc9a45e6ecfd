"""Whom a claim's report goes back to. Copies, wires and outlets quoting one outlet are one origin.

An origin is a publisher's family, ``party:<organization>`` or ``document:<host or name>``, never free text; null when
it cannot be traced.
"""

import re

from pipelines.events.resolution import UNLISTED, Registry, host_of, normalise_name

# How much a claim says by itself: a document (E4), a party on the record (E3), somebody unnamed or another outlet (E1),
# nobody (E0). E2 is not a claim's: it takes two origins.
STRENGTH = {"document": 4, "on_record": 3, "anonymous": 1, "publication": 1, "unattributed": 0}

# A text that is not as somebody wrote it: what it quotes is hearsay, and its own word comes from nobody. An excerpt
# (``cut_off``) says what it says, and a headline that goes its own way is weighed by itself.
POOR_TEXT = frozenset({"boilerplate", "machine_translated", "dangling_citations"})
# A long article that attributes nothing to anybody: that it says so too is no independent confirmation.
NAMES_NOBODY = "no_sources"


def origin_of(
    attribution: str,
    attributed_to: str | None,
    *,
    article_origin: str | None,
    publisher_kind: str | None = None,
    named: frozenset[str],
    party_ids: frozenset[str],
    registry: Registry,
    family_of_publisher: dict[str, str],
    doubts: frozenset[str] = frozenset(),
) -> tuple[str | None, int]:
    """The origin of a claim and its strength, lessened by what is doubtful about the article that makes it.

    Args:
        article_origin: Whom the article as a whole goes back to: its publisher's family, the wire it credits, or
            the origin of the story that it copies.
        publisher_kind: What the publisher is: a ``newsroom`` is a party's own, a ``court`` or ``regulator`` publishes documents.
        named: The organizations of the claim.
        party_ids: Those, and all that stand above or below them.
        doubts: The quality flags of the article.
    """
    origin, strength = _said(
        attribution,
        attributed_to,
        article_origin=article_origin,
        publisher_kind=publisher_kind,
        named=named,
        party_ids=party_ids,
        registry=registry,
        family_of_publisher=family_of_publisher,
    )
    is_own_voice = attribution == "unattributed" and strength == STRENGTH["unattributed"]
    if is_own_voice and doubts & (POOR_TEXT | {NAMES_NOBODY}):
        return None, STRENGTH["unattributed"]
    return origin, min(strength, STRENGTH["anonymous"]) if doubts & POOR_TEXT else strength


def _said(
    attribution: str,
    attributed_to: str | None,
    *,
    article_origin: str | None,
    publisher_kind: str | None,
    named: frozenset[str],
    party_ids: frozenset[str],
    registry: Registry,
    family_of_publisher: dict[str, str],
) -> tuple[str | None, int]:
    if attribution == "document":
        if attributed_to and not names_somebody(attributed_to):
            return None, 0
        return f"document:{_document(attributed_to) or article_origin or 'unnamed'}", STRENGTH[attribution]
    if attribution == "on_record" and attributed_to:
        return _party(attributed_to, named, party_ids, registry)
    if attribution == "publication":
        cited = registry.publisher(attributed_to) if attributed_to and names_somebody(attributed_to) else None
        # "Media reports", "a recent study": a citation that leads nowhere is no origin.
        return (
            (family_of_publisher.get(cited.entity_id, cited.entity_id), STRENGTH[attribution]) if cited else (None, 0)
        )
    if attribution == "unattributed" and article_origin:
        return _own_voice(article_origin, publisher_kind, party_ids)
    # "It said", with no name, is no record: like the anonymous it goes back to the article.
    return article_origin, STRENGTH["anonymous"] if article_origin else 0


# What a citation is made of that names nobody: which, how many, of what kind, and the report itself.
_NOBODYS_WORDS = """
    a an the this that some several many various multiple numerous other others two three few recent earlier new latest
    local national international foreign domestic industry trade business financial tech technology technological online
    media medium press news report reports reporting outlet outlets newspaper newspapers paper papers publication
    publications website websites site sites blog blogs article articles account accounts story stories study studies
    survey surveys research analysis analyses rumor rumors rumour rumours leak leaks post posts social sources source
    medios prensa informes varios estudio un una los las medien berichte bericht studie mehrere eine ein médias presse
    plusieurs étude une des les
"""
_NOBODY = frozenset(_NOBODYS_WORDS.split())


def names_somebody(citation: str) -> bool:
    """Whether a citation names an outlet or a paper that could be looked up, rather than "media reports" or "a study"."""
    return any(word not in _NOBODY for word in re.findall(r"\w+", citation.casefold()))


# What parties put on the record without a name: "the joint announcement", "a statement".
_RECORDS = frozenset(
    """a an the its their his her own joint press public official short brief company companies statement statements announcement
    announcements release releases blog post posts memo memos letter letters notice message website to staff employees
    investors shareholders""".split()  # noqa: SIM905
)


def _party(speaker: str, named: frozenset[str], party_ids: frozenset[str], registry: Registry) -> tuple[str, int]:
    meaning = registry.speaker(speaker)
    # Of those named, never of a company that only belongs to one of them.
    listed = sorted(party for party in named if not party.startswith(UNLISTED))
    if not meaning.is_listed and listed and set(normalise_name(speaker).split()) <= _RECORDS:
        return f"party:{listed[0]}", STRENGTH["on_record"]  # of one of the parties; which is not said
    # Someone listed who has no part in it (an analyst's firm, a rival) is one origin, not a party on the record.
    is_outsider = meaning.is_listed and meaning.entity_id not in party_ids | registry.persons
    return f"party:{meaning.entity_id}", STRENGTH["anonymous" if is_outsider else "on_record"]


def _own_voice(article_origin: str, publisher_kind: str | None, party_ids: frozenset[str]) -> tuple[str, int]:
    if publisher_kind in {"court", "regulator"}:
        return f"document:{article_origin}", STRENGTH["document"]
    if publisher_kind == "newsroom" and article_origin in party_ids:
        return f"party:{article_origin}", STRENGTH["on_record"]
    return article_origin, STRENGTH["unattributed"]


def _document(name: str | None) -> str:
    return host_of(name) or normalise_name(name or "")
