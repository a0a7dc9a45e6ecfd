"""Row 10: a correction supersedes, with history; what is retracted or gone leaves the facts in one run, its row stays."""

from collections.abc import Iterator

import pytest

from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import FIRMS, millions, paragraphs, title
from tests.web_site import serve_site

# Pages that are gone may be a site that fails: a release that loses half its facts to them is held until somebody looks (row 15).
_CORRECTED, _RETRACTED, _GONE, _UNTOUCHED = range(10), range(10, 20), range(20, 30), range(30, 50)
_NUMBERS = range(50)


def _told(number: int, amount: int | None = None) -> tuple[str, ...]:
    """The text on a firm's money. That of every other firm names no round, by which one sum's deal is known as another's."""
    first, *more = paragraphs(number, amount)
    return (first.replace(" in a Series B round", "") if number % 2 else first, *more)


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Iterator[Store]:
    with serve_site() as site, open_store(tmp_path_factory.mktemp("changed")) as store:
        for number in _NUMBERS:
            site.html(f"/{number}", title(number), *_told(number))
        site.feed("/feed", *((title(number), f"{site.url}/{number}") for number in _NUMBERS))
        store.collect(12, source(site.url + "/feed"))
        store.build()
        assert store.ask("select count(*) from fct_investments") == [(len(_NUMBERS),)]
        for number in _CORRECTED:
            right = millions(number) + 500
            note = f"Correction: an earlier version of this article said ${millions(number)} million."
            site.html(f"/{number}", title(number, right), *_told(number, right), note)
        for number in _RETRACTED:
            site.html(
                f"/{number}",
                title(number),
                "Retraction: we have withdrawn this article, which had no basis.",
                "The editors.",
            )
        for number in _GONE:
            site.pages[f"/{number}"] = site.Answer(status=404 if number % 2 else 410)
        store.collect(14, source(site.url + "/feed"))
        store.build()
        yield store


def _fact(store: Store, number: int) -> list[tuple[object, ...]]:
    return store.ask(f"select amount, article_count from fct_investments where recipient = '{FIRMS[number]}'")


def _versions(store: Store, number: int) -> list[tuple[object, ...]]:
    return store.ask(f"select status from dim_articles where url like '%/{number}' order by status")


def test_every_article_is_in_one_state_and_no_fact_stands_twice(changed) -> None:
    changed.check_oracle()
    assert dict(changed.ask("select status, count(*) from dim_articles group by all")) == {
        "facts": len(_CORRECTED) + len(_UNTOUCHED),
        "superseded": len(_CORRECTED),
        "retracted": 2 * len(_RETRACTED) + len(_GONE),
        "set_aside": len(_GONE),
    }


@pytest.mark.parametrize("number", _CORRECTED)
def test_a_correction_supersedes_and_the_first_version_stays_as_history(changed, number: int) -> None:
    assert _fact(changed, number) == [((millions(number) + 500) * 1_000_000, 1)]
    assert _versions(changed, number) == [("facts",), ("superseded",)]


def test_a_correction_leaves_one_trail_and_the_key_of_the_wrong_sum_leads_along_it(changed) -> None:
    trails = changed.ask(
        "select recipient, list(distinct amount order by amount), count(distinct event_key) from fct_investment_states "
        "where event_key in (select event_key from fct_withdrawn_claims where withdrawn_because = 'superseded') group by recipient"
    )
    assert sorted(trails) == sorted(
        (FIRMS[number], [millions(number) * 1_000_000, (millions(number) + 500) * 1_000_000], 1)
        for number in _CORRECTED
    )
    led = changed.ask(
        "select recipient from event_redirects join fct_investments using (event_key) where reason = 'joined'"
    )
    assert sorted(recipient for (recipient,) in led) == sorted(FIRMS[number] for number in _CORRECTED)


@pytest.mark.parametrize("number", _RETRACTED)
def test_a_retraction_leaves_the_facts_and_its_rows_stay(changed, number: int) -> None:
    assert _fact(changed, number) == []
    assert _versions(changed, number) == [("retracted",), ("retracted",)]


@pytest.mark.parametrize("number", _GONE)
def test_a_page_that_is_gone_leaves_the_facts_and_its_rows_stay(changed, number: int) -> None:
    assert _fact(changed, number) == []
    assert _versions(changed, number) == [("retracted",), ("set_aside",)]


@pytest.mark.parametrize("number", _UNTOUCHED)
def test_what_nobody_changed_stays(changed, number: int) -> None:
    assert _fact(changed, number) == [(millions(number) * 1_000_000, 1)]
