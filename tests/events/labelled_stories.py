"""The labelled articles of ``tests/events/stories``, put together: which are one story, and which only look so."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from pipelines.articles.fingerprint import fingerprint
from pipelines.events.stories import StoryText, find_stories
from pipelines.ids import text_sha256

FOLDER = Path(__file__).parent / "stories"
NEWS_BEGINS = datetime(2026, 7, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Labelled:
    """An article of the set; those with one ``story`` are one."""

    name: str
    story: str
    kind: str
    text: str


@dataclass
class LabelledSet:
    """Articles, and the pairs that are judged: each of a story with its first article, and the look-alikes."""

    articles: list[Labelled] = field(default_factory=list)
    alike: list[tuple[str, str, str]] = field(default_factory=list)
    apart: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, story: str, kind: str, text: str) -> None:
        self.articles.append(Labelled(name, story, kind, text))
        first = next(article.name for article in self.articles if article.story == story)
        if first != name:
            self.alike.append((kind, first, name))

    def texts(self) -> list[StoryText]:
        """As the build sees them, a few hours apart."""
        return [
            _story_text(article, NEWS_BEGINS + timedelta(hours=n * 7 % 60)) for n, article in enumerate(self.articles)
        ]


def _story_text(article: Labelled, known_at: datetime) -> StoryText:
    sketch, marks, fact_keys = fingerprint(article.text)
    return StoryText(article.name, text_sha256(article.name, article.text), sketch, known_at, marks, fact_keys)


PARTS = ("", "_unseen", "_blind")


def load(*parts: str) -> LabelledSet:
    """The whole set, or those parts of it."""
    found = LabelledSet()
    outlets = _read("outlets")
    stories = {entry["id"]: entry for part in parts or PARTS for entry in _read(f"stories{part}")}
    for number, entry in enumerate(stories.values()):
        _add_story(found, entry, [outlets[(number + step) % len(outlets)] for step in range(len(outlets))])
    for part in parts or PARTS:
        for number, entry in enumerate(_read(f"apart{part}")):
            _add_apart(found, f"apart{part}-{number}", entry, stories)
    return found


def _add_story(found: LabelledSet, entry: dict[str, Any], outlets: list[dict[str, str]]) -> None:
    story, text = entry["id"], entry["text"]
    found.add(f"{story}/first", story, "first", text)
    for number, outlet in enumerate(outlets[:3]):
        kind = "wire" if "Meridian" in str(outlet) or "MW" in str(outlet) else "copy"
        found.add(f"{story}/{kind}-{number}", story, kind, _dressed(text, outlet))
    paragraphs = text.strip().split("\n")
    cut = "\n".join(paragraphs[number] for number in entry["cut"])
    found.add(f"{story}/cut", story, "cut", _dressed(cut, outlets[3]))
    edited = text
    for old, new in entry["edits"]:
        assert old in edited, (story, old)
        edited = edited.replace(old, new)
    found.add(f"{story}/edited", story, "edited", _dressed(edited, outlets[4]))
    for kind in ("rewrites", "translations"):
        for number, told in enumerate(entry.get(kind, ())):
            found.add(f"{story}/{kind}-{number}", story, kind.removesuffix("s"), told)


def _dressed(text: str, outlet: dict[str, str]) -> str:
    return "\n".join(filter(None, (outlet.get("before"), outlet.get("place", "") + text.strip(), outlet.get("after"))))


def _add_apart(found: LabelledSet, name: str, entry: dict[str, Any], stories: dict[str, dict[str, Any]]) -> None:
    texts = list(_texts(entry, stories))
    names = [f"{name}/{number}" for number in range(len(texts))]
    for article, text in zip(names, texts, strict=True):
        found.add(article, article, entry["kind"], text)
    if entry.get("against") in stories:
        names.append(f"{entry['against']}/first")
    found.apart += [(entry["kind"], one, other) for one, other in combinations(names, 2)]


def _texts(entry: dict[str, Any], stories: dict[str, dict[str, Any]]) -> Iterator[str]:
    if "template" in entry:
        yield from (entry["template"].format(**filling) for filling in entry["fillings"])
        return
    text = entry["text"].strip()
    if recalls := entry.get("recalls"):
        told = stories[recalls["story"]]["text"].strip().split("\n")
        text = "\n".join([text, *(told[number] for number in recalls["paragraphs"])])
    yield text
    if entry["against"] not in stories:
        yield entry["against"]


def _read(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return read


def main() -> None:
    """Print, by kind, how many pairs that are one story are found, and how many that only look alike are joined."""
    labelled = load()
    story = {member.article_id: member.story_id for member in find_stories(labelled.texts())}
    print(len(labelled.articles), "articles")  # noqa: T201 - a command
    for name, pairs in (("found", labelled.alike), ("joined", labelled.apart)):
        total = Counter(kind for kind, _, _ in pairs)
        same = Counter(kind for kind, one, other in pairs if story[one] == story[other])
        for kind, count in total.items():
            print(f"{kind}: {same[kind]} of {count} {name}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
