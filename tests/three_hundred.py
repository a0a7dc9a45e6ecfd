"""Three hundred articles on fifty invented firms, in two editions, that meet in every way in which articles can.

Six of each firm: news of a round with a copy of it, earlier talks, a report that says too little, something else that the firm
did, and one that changes what was known: a correction, a retraction, a second round, a bridge between two reports that nobody
could take for one, or a denial. Every text has words of its own, so that only the copies are copies.
"""

import json
import random
from pathlib import Path

from tests.faults.firms import FIRMS, millions, paragraphs
from tests.faults.firms import title as headline

_WORDS = """
    acorn badger canvas dapple ember fennel gravel hazel ivory juniper kelp linen maple nettle oyster poplar quartz raven
    saffron thistle umber velvet walnut yarrow zinnia barley clover damson elder feldspar ginger heather indigo jasmine
"""
Record = dict[str, str]


def write_editions(folder: Path) -> tuple[Path, Path]:
    """The two editions as inbox folders: the first day's news, and what came after it."""
    records = [record for number in range(len(FIRMS)) for record in _of_firm(number)]
    for record in records:
        edition = folder / record.pop("edition")
        edition.mkdir(parents=True, exist_ok=True)
        (edition / f"{record['id']}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder / "first", folder / "second"


def _of_firm(number: int) -> list[Record]:
    firm, sum_ = FIRMS[number], millions(number)
    news = "\n".join(paragraphs(number))
    talks = f"{firm} is in talks to raise about ${_TALKED_OF[number % 5] * sum_} million, people familiar with the matter said."
    other = _OTHER[number % 3].format(firm=firm, sum=sum_ + 300, next=FIRMS[number - 1])
    return [
        _record(number, "news", "Harbour News", 12, (headline(number), news)),
        _record(number, "copy", "Valley Post", 12, (headline(number), news)),
        _told(number, "talks", "Metro Ledger", 2, talks),
        _told(number, "bare", "Coast Dispatch", 13, _BARE[number % 5].format(firm=firm)),
        _told(number, "other", "Field Courier", 14, other),
        _change(number),
    ]  # fmt: skip


# Where there are two rounds, the talks were of neither, and who says no sum may mean either.
_TALKED_OF = (1, 1, 20, 1, 1)
_INVESTED = "Halden Capital has invested in {firm}, a maker of language models."
_LED = "Halden Capital led a Series B round of {firm}, a maker of language models."
_BARE = (_INVESTED, _INVESTED, _INVESTED, _LED, _INVESTED)
_OTHER = (
    "{firm} said on July 13 that it sued {next} for copyright infringement over the training data of its language models.",
    "{firm} said it has deployed Claude from Anthropic in its product Harbourmind.",
    "{firm} and {next} signed a cloud computing agreement worth ${sum} million, both companies said.",
)


def _change(number: int) -> Record:
    firm, sum_ = FIRMS[number], millions(number)
    match number % 5:
        case 0:
            right = sum_ + 500
            note = f"Correction: an earlier version of this article said ${sum_} million."
            text = "\n".join((*paragraphs(number, right), note))
            return _record(number, "news", "Harbour News", 15, (headline(number, right), text), edition="second")
        case 1:
            text = "Retraction: we have withdrawn this article, which had no basis.\nThe editors."
            return _record(number, "news", "Harbour News", 15, (headline(number), text), edition="second")
        case 2:
            said = f"{firm} has raised ${3 * sum_} million in a Series C round led by Halden Capital, the company said."
        case 3:
            said = f"{firm} has raised ${sum_} million from Orchid Ventures, the company said."
        case _:
            said = f"{firm} denied that it has raised ${sum_} million in a Series B round led by Halden Capital."
    return _told(number, "change", "Quarry Times", 15, said)


def _told(number: int, name: str, publisher: str, day: int, said: str) -> Record:
    choose, words = random.Random(f"{name} {number}"), _WORDS.split()
    aside = " ".join(choose.choice(words) for _ in range(120))
    text = f"{said}\nIn the hall hang pictures of {aside}."
    return _record(number, name, publisher, day, (f"{FIRMS[number]}: {name}", text))


def _record(
    number: int, name: str, publisher: str, day: int, told: tuple[str, str], *, edition: str = "first"
) -> Record:
    title, text = told
    site = publisher.lower().replace(" ", "-")
    return {
        "id": f"{number}-{name}-{edition}", "url": f"https://{site}.example/{number}/{name}", "publisher": publisher,
        "published": f"2026-07-{day:02}T{6 + number % 12:02}:00:00Z", "title": title, "text": text, "edition": edition,
    }  # fmt: skip
