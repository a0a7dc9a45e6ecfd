from datetime import UTC, datetime

import pytest

from pipelines.sources.written_dates import date_in_address, date_in_text

_DAY = datetime(2026, 7, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "July 10, 2026",
        "Published: 10 July 2026, 14:30 CEST",
        "Friday, July 10th, 2026 | 9:05 am",
        "10. Juli 2026, 14:30 Uhr",
        "Veröffentlicht am 10. Juli 2026",
        "Publicado el 10 de julio de 2026",
        "Publié le vendredi 10 juillet 2026 à 8h05",
        "2026-07-10 08:00 UTC",
        "2026年7月10日",
        "SAN FRANCISCO, July 10, 2026 /Newswire Example/ -- A firm said so.",
        "Paris, le 10 juillet 2026 – Une entreprise le dit.",
    ],
)
def test_a_line_that_dates_the_text_is_its_day(line: str) -> None:
    when = date_in_text(f"A headline\n{line}\nAnd the text of it, on and on.")
    assert when is not None
    assert (when.at, when.precision) == (_DAY, "day")


@pytest.mark.parametrize(
    "line",
    [
        "On July 10, 2026 a firm said so.",
        "07/10/2026",
        "February 31, 2026",
        "It will end on 10 July 2026 — or later, as the court may decide.",
        "10 July",
    ],
)
def test_a_date_that_a_text_speaks_of_is_not_its_own(line: str) -> None:
    assert date_in_text(f"A headline\n{line}\nAnd the text.") is None
    assert date_in_text("One.\nTwo.\nThree.\nFour.\nJuly 10, 2026") is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2026/07/10/a-plant", _DAY),
        ("https://news.example/world/2026-7-10-a-plant.html", _DAY),
        ("https://news.example/2026/13/10/a", None),
        ("https://news.example/12026/07/10/a", None),
        ("https://news.example/story?d=/2026/07/10/", None),
        (None, None),
    ],
)
def test_a_day_in_the_path_of_an_address_is_read(url: str | None, day: datetime | None) -> None:
    when = date_in_address(url)
    assert (when.at if when else None) == day
