"""Whom a claim goes back to, what a name means, and how much a claim says by itself."""

from typing import Any

import pytest

from pipelines.events.origins import POOR_TEXT, origin_of
from pipelines.events.resolution import Registry, host_of, normalise_name, registry_from


@pytest.fixture(scope="module")
def registry() -> Registry:
    return registry_from(
        organizations=[
            {"organization_id": "openai", "name": "OpenAI", "organization_type": "company"},
            {"organization_id": "microsoft", "name": "Microsoft", "organization_type": "company"},
            {"organization_id": "meta", "name": "Meta", "organization_type": "company"},
            {"organization_id": "sam_altman", "name": "Sam Altman", "organization_type": "person"},
        ],
        aliases=[
            {"alias": "Microsoft Corporation", "organization_id": "microsoft"},
            {"alias": "MSFT", "organization_id": "microsoft"},
        ],
        descriptions=[{"description": "the ChatGPT maker", "organization_id": "openai"}],
        products=[
            {"product": "Microsoft 365 Copilot", "product_id": "office_copilot", "organization_id": "microsoft"},
            {"product": "M365 Copilot", "product_id": "office_copilot", "organization_id": "microsoft"},
        ],
        models=[{"model": "Llama", "model_id": "llama", "organization_id": "meta"}],
        publishers=[{"publisher_id": "wire", "name": "Sample Wire", "domains": "wire.example sample-wire.example"}],
        publisher_aliases=[{"alias": "SW", "publisher_id": "wire"}],
    )


@pytest.mark.parametrize(
    ("printed", "organization"),
    [
        ("Microsoft", "microsoft"), ("MICROSOFT CORP.", "microsoft"), ("Microsoft’s", "microsoft"), ("MSFT", "microsoft"),
        ("the ChatGPT maker", "openai"), ("Llama", "meta"), ("M365 Copilot", "microsoft"), ("OpenAI (San Francisco)", "openai"),
    ],
)  # fmt: skip
def test_a_listed_name_means_its_organization_however_printed(
    registry: Registry, printed: str, organization: str
) -> None:
    assert registry.party(printed).organization_id == organization


def test_a_name_nobody_listed_keeps_a_key_of_its_own(registry: Registry) -> None:
    meaning = registry.party("Acme Robotics, Inc.")
    assert (meaning.entity_id, meaning.is_listed) == ("name:acme robotics", False)
    assert registry.party("ACME Robotics").entity_id == meaning.entity_id


def test_likeness_alone_resolves_nothing(registry: Registry) -> None:
    assert not registry.party("Microsofta").is_listed
    assert not registry.party("Open Artificial Intelligence").is_listed


def test_a_product_and_a_model_keep_their_keys_beside_their_makers(registry: Registry) -> None:
    product, model = registry.product("M365 Copilot"), registry.model("Llama")
    assert (product.entity_id, product.entity_name, product.organization_id) == (
        "office_copilot",
        "M365 Copilot",
        "microsoft",
    )
    assert (model.entity_id, model.organization_id) == ("llama", "meta")


@pytest.mark.parametrize("speaker", ["a Microsoft spokesman", "Microsoft's chief executive", "Microsoft"])
def test_a_spokesman_speaks_for_the_party_he_is_named_with(registry: Registry, speaker: str) -> None:
    assert registry.speaker(speaker).entity_id == "microsoft"


def test_a_publisher_is_known_by_its_address_before_its_name(registry: Registry) -> None:
    known = registry.publisher("Some Title", "https://www.news.wire.example/a")
    by_name, unknown = registry.publisher("SW"), registry.publisher("Local Herald", "https://herald.example/x")
    assert known is not None
    assert known.entity_id == "wire"
    assert by_name is not None
    assert by_name.entity_id == "wire"
    assert unknown is not None
    assert unknown.entity_id == "name:local herald"
    assert registry.publisher(None, None) is None


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.a.example:80/b", "a.example"),
        ("a.example", "a.example"),
        ("a court filing", ""),
        (None, ""),
        ("http://[", ""),
    ],
)
def test_a_host_is_read_only_from_an_address(address: str | None, host: str) -> None:
    assert host_of(address) == host


def test_names_compare_without_case_article_and_legal_form() -> None:
    assert normalise_name("The New York Times Co.") == normalise_name("new york times")
    assert normalise_name("Inc") == "inc"


def origin(
    registry: Registry, attribution: str, attributed_to: str | None = None, **more: Any
) -> tuple[str | None, int]:
    given: dict[str, Any] = {
        "article_origin": "courier",
        "named": frozenset({"microsoft", "openai"}),
        "party_ids": frozenset({"activision", "microsoft", "openai"}),  # what belongs to one of them too
        "family_of_publisher": {"wire": "wire_group"},
    }
    return origin_of(attribution, attributed_to, registry=registry, **(given | more))


def test_a_document_and_a_party_on_the_record_are_origins_whoever_prints_them(registry: Registry) -> None:
    assert origin(registry, "document", "court filing") == ("document:court filing", 4)
    assert origin(registry, "document", "https://sec.example/filing") == ("document:sec.example", 4)
    assert origin(registry, "on_record", "Microsoft") == ("party:microsoft", 3)
    assert origin(registry, "on_record", "Sam Altman") == ("party:sam_altman", 3)


def test_somebody_who_has_no_part_in_it_is_no_party_on_the_record(registry: Registry) -> None:
    assert origin(registry, "on_record", "Meta") == ("party:meta", 1)


def test_on_the_record_without_a_name_is_no_record(registry: Registry) -> None:
    assert origin(registry, "on_record", None) == ("courier", 1)


def test_a_cited_paper_is_the_origin_by_its_family(registry: Registry) -> None:
    assert origin(registry, "publication", "Sample Wire") == ("wire_group", 1)
    assert origin(registry, "publication", "Local Herald") == ("name:local herald", 1)


def test_a_citation_that_leads_nowhere_is_no_origin(registry: Registry) -> None:
    assert origin(registry, "publication", None) == (None, 0)


def test_the_unnamed_go_back_to_the_article(registry: Registry) -> None:
    assert origin(registry, "anonymous") == ("courier", 1)
    assert origin(registry, "unattributed") == ("courier", 0)


def test_an_article_that_cannot_be_traced_attests_nothing(registry: Registry) -> None:
    assert origin(registry, "anonymous", article_origin=None) == (None, 0)


def test_a_partys_own_newsroom_is_that_party_and_a_courts_page_is_a_document(registry: Registry) -> None:
    assert origin(registry, "unattributed", article_origin="openai", publisher_kind="newsroom") == ("party:openai", 3)
    assert origin(registry, "unattributed", article_origin="some_lab", publisher_kind="newsroom") == ("some_lab", 0)
    for kind in ("court", "regulator"):
        assert origin(registry, "unattributed", article_origin="its_page", publisher_kind=kind) == (
            "document:its_page",
            4,
        )


@pytest.mark.parametrize("flag", sorted(POOR_TEXT))
def test_what_a_poor_text_quotes_is_hearsay_and_its_own_word_comes_from_nobody(registry: Registry, flag: str) -> None:
    doubts = frozenset({flag})
    assert origin(registry, "document", "court filing", doubts=doubts) == ("document:court filing", 1)
    assert origin(registry, "on_record", "Microsoft", doubts=doubts) == ("party:microsoft", 1)
    assert origin(registry, "unattributed", None, doubts=doubts) == (None, 0)


def test_an_article_that_names_nobody_confirms_nothing_by_its_own_word(registry: Registry) -> None:
    doubts = frozenset({"no_sources"})
    assert origin(registry, "unattributed", None, doubts=doubts) == (None, 0)
    assert origin(registry, "on_record", "Microsoft", doubts=doubts) == ("party:microsoft", 3)


def test_a_court_that_publishes_its_paper_need_name_nobody(registry: Registry) -> None:
    told = {"article_origin": "court", "publisher_kind": "court", "doubts": frozenset({"no_sources"})}
    assert origin(registry, "unattributed", None, **told) == ("document:court", 4)


@pytest.mark.parametrize("flag", ["cut_off", "headline_mismatch", "date_in_future"])
def test_other_doubts_leave_an_origin_as_it_is(registry: Registry, flag: str) -> None:
    assert origin(registry, "on_record", "Microsoft", doubts=frozenset({flag})) == ("party:microsoft", 3)
    assert origin(registry, "unattributed", None, doubts=frozenset({flag})) == origin(registry, "unattributed", None)


@pytest.mark.parametrize("speaker", ["the joint announcement", "a statement", "its blog post"])
def test_what_parties_announce_without_a_name_is_of_a_party_and_no_origin_of_its_own(
    registry: Registry, speaker: str
) -> None:
    assert origin(registry, "on_record", speaker) == ("party:microsoft", 3)
