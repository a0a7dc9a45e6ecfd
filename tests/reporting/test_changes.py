"""A fact of one extraction is found again in another by its sentences, also where a sentence tells of several."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pipelines.reporting.changes import changes
from pipelines.settings import Settings
from tests.reporting.conftest import Marts
from tests.reporting.two_releases import fact

Changed = Callable[[list[tuple[Any, ...]], list[tuple[Any, ...]]], list[tuple[str, str, str]]]


def _told(event_key: str, recipient: str, millions: int, sentences: int, stage: str) -> Callable[[Marts], None]:
    """A fact that rests on the first so many sentences, each of its own article, with whatever else they tell."""

    def tell(marts: Marts) -> None:
        amount = Decimal(millions * 1_000_000)
        fact(event_key, recipient=recipient, amount=amount, stage=stage)(marts)
        for number in range(sentences):
            marts.claim(
                f"{event_key}{number}", event_key, f"s{number}", parties=["Bolt", recipient], amount=amount, stage=stage,
                quote_start=0, quote_end=80,
            )  # fmt: skip

    return tell


@pytest.fixture
def changed(make_home: Callable[..., Settings]) -> Changed:
    """What is told of two extractions: the kind of each change, who was paid before, and who is now."""

    def told(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> list[tuple[str, str, str]]:
        releases = [
            make_home(*(_told(*one, stage=stage) for one in facts)).published / "newsledger.duckdb"
            for facts, stage in ((before, "announced"), (after, "signed"))
        ]
        found = changes(*releases, by_evidence=True)
        return sorted((change.kind, _paid(change.before), _paid(change.now)) for change in found)

    return told


def _paid(said: str) -> str:
    """ "Acme $5" of "Bolt → Acme, $5 million, …"."""
    return said.removeprefix("Bolt → ").split(" million")[0].replace(",", "")


def test_two_events_of_one_sentence_are_each_found_again(changed: Changed) -> None:
    before = [("a", "Acme", 5, 1), ("b", "Cord", 7, 1)]
    after = [("x", "Cord", 7, 1), ("y", "Acme", 5, 1)]
    assert changed(before, after) == [("changed", "Acme $5", "Acme $5"), ("changed", "Cord $7", "Cord $7")]


def test_of_two_events_the_one_that_is_not_read_any_more_is_gone(changed: Changed) -> None:
    before = [("a", "Acme", 5, 1), ("b", "Cord", 7, 1)]
    assert changed(before, [("x", "Cord", 7, 1)]) == [("changed", "Cord $7", "Cord $7"), ("withdrawn", "Acme $5", "")]


def test_what_tells_two_sums_of_the_same_parties_apart_is_the_sum(changed: Changed) -> None:
    before = [("a", "Acme", 5, 1), ("b", "Acme", 7, 1)]
    after = [("x", "Acme", 7, 1), ("y", "Acme", 5, 1)]
    assert changed(before, after) == [("changed", "Acme $5", "Acme $5"), ("changed", "Acme $7", "Acme $7")]


def test_a_sentence_more_makes_no_other_event(changed: Changed) -> None:
    before = [("a", "Acme", 5, 10), ("b", "Cord", 7, 9)]
    after = [("x", "Acme", 5, 9), ("y", "Cord", 7, 10)]
    assert changed(before, after) == [("changed", "Acme $5", "Acme $5"), ("changed", "Cord $7", "Cord $7")]


def test_a_fact_whose_party_is_read_otherwise_is_found_by_its_sentences(changed: Changed) -> None:
    before = [("a", "Acme Robotics", 5, 4), ("b", "Cord", 7, 1)]
    after = [("x", "Cord", 7, 1), ("y", "Acme", 5, 4)]
    assert changed(before, after) == [("changed", "Acme Robotics $5", "Acme $5"), ("changed", "Cord $7", "Cord $7")]


@pytest.mark.parametrize(
    ("after", "is_one"),
    [(("x", "Acme", 5, 1), True), (("x", "Acme", 6, 1), True), (("x", "Acme Robotics", 5, 1), True), (("x", "Cord", 7, 1), False)],
)  # fmt: skip
def test_another_event_of_the_sentence_is_no_change_of_the_first(
    changed: Changed, after: tuple[Any, ...], is_one: bool
) -> None:
    """A sum or a name that is read otherwise is a change; who is paid another sum in the same sentence is somebody else."""
    kinds = [kind for kind, *_ in changed([("a", "Acme", 5, 1)], [after])]
    assert kinds == (["changed"] if is_one else ["new", "withdrawn"])
