"""Row 9: whatever the clocks say, nothing is lost, and a date is unknown or flagged, never "now"."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.conftest import Store, open_store, source
from tests.faults.firms import paragraphs, title
from tests.web_site import serve_site

# The store's clock says 12:00 UTC on 10 July 2026. What the feed says; when, how exactly and with what doubt it is known.
_CASES: dict[str, tuple[str, datetime | None, str, list[str]]] = {
    "publisher_48_h_ahead": ("Sun, 12 Jul 2026 12:00:00 GMT", None, "unknown", ["date_in_future"]),
    "publisher_days_behind": ("Tue, 07 Jul 2026 12:00:00 GMT", datetime(2026, 7, 7, 12, tzinfo=UTC), "second", []),
    "first_2_30_of_the_night_the_clocks_go_back": (
        "Sun, 26 Oct 2025 02:30:00 +0200", datetime(2025, 10, 26, 0, 30, tzinfo=UTC), "second", [],
    ),
    "second_2_30_of_that_night": ("Sun, 26 Oct 2025 02:30:00 +0100", datetime(2025, 10, 26, 1, 30, tzinfo=UTC), "second", []),
    "no_date": ("", None, "unknown", []),
    "far_future": ("Thu, 01 Jan 2099 00:00:00 GMT", None, "unknown", ["date_in_future"]),
    "absurd_past": ("Thu, 01 Jan 1970 00:00:00 GMT", None, "unknown", ["date_absurd"]),
    "no_zone": ("2026-07-09T23:30:00", datetime(2026, 7, 9, tzinfo=UTC), "day", []),
}  # fmt: skip


@pytest.fixture(scope="module", params=["our_clock_right", "our_clock_48_h_behind"])
def dated(request, tmp_path_factory) -> Iterator[tuple[str, Store]]:
    with serve_site() as site, open_store(tmp_path_factory.mktemp(request.param)) as store:
        items = ""
        for number, (said, *_) in enumerate(_CASES.values()):
            site.html(f"/{number}", title(number), *paragraphs(number))
            when = f"<pubDate>{said}</pubDate>" if said else ""
            items += f"<item><title>{title(number)}</title><link>{site.url}/{number}</link>{when}</item>"
        site.pages["/feed"] = site.Answer(
            f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()
        )
        store.collect(12 if request.param == "our_clock_right" else 12 - 48, source(site.url + "/feed"))
        store.build()
        yield request.param, store


def _row(store: Store, case: str) -> tuple[Any, ...]:
    (row,) = store.ask(
        "select published_at, published_precision, published_from, quality_flags, status, known_at from dim_articles "
        f"where url like '%/{list(_CASES).index(case)}'"
    )
    return row


def test_nothing_is_lost(dated) -> None:
    _, store = dated
    store.check_oracle()
    assert store.ask("select count(*), count(distinct event_key) from fct_investments") == [(len(_CASES),) * 2]


@pytest.mark.parametrize("case", _CASES)
def test_a_date_is_as_said_or_unknown_and_flagged_and_never_now(dated, case: str) -> None:
    clock, store = dated
    _, at, precision, flags = _CASES[case]
    published, how, origin, doubts, status, known = _row(store, case)
    now = datetime(2026, 7, 10 if clock == "our_clock_right" else 8, 12, tzinfo=UTC)
    if at is not None and at > now + timedelta(days=1):  # to a clock that is behind, the present is the future
        at, precision, flags = None, "unknown", ["date_in_future"]
    assert status == "facts"
    assert (published, how) == (at, precision)
    assert origin == ("feed" if at else "none")
    assert [flag for flag in doubts if flag.startswith("date_")] == flags
    assert published != now
    assert known == (min(at, now) if at else now)
