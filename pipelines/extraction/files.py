"""Files to files: read claims out of articles in a folder, touching no lake."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipelines import clock
from pipelines.articles.parse import parse_page
from pipelines.articles.versions import Versions
from pipelines.extraction.extractors import configured_extractor
from pipelines.extraction.step import as_text
from pipelines.schemas.article import Article
from pipelines.schemas.extraction import Extraction
from pipelines.settings import Settings
from pipelines.sources.inbox import InboxFile, list_inbox

Progress = Callable[[str, int, int], None]
_AT_A_TIME = 200


def extract_files(settings: Settings, path: Path, output: Path, progress: Progress) -> tuple[dict[str, int], list[str]]:
    """Write one JSON line an article (see the claim contract), in the order read.

    What cannot be read as an article gets a line too, with ``set_aside`` and its reason. The output is put in place whole.

    Returns:
        The counts, and why what came in is no article: its place and what is wrong, each once.
    """
    articles = list(read_articles(settings, path))
    extractor = configured_extractor(settings)
    counts = {"articles": len(articles), "claims": 0, "rejected": 0, "set_aside": 0, "waiting": 0}
    aside = output.with_name(f".{output.name}.part")
    with aside.open("w", encoding="utf-8") as sink:
        for start in range(0, len(articles), _AT_A_TIME):
            progress("reading", start, len(articles))
            chunk = articles[start : start + _AT_A_TIME]
            read = {e.article_id: e for e in extractor.extract([as_text(a) for a in chunk if a.set_aside is None])}
            for article in chunk:
                line = _line(article, read.get(article.article_id))
                counts["claims"] += len(line["claims"])
                counts["rejected"] += len(line["rejected"])
                counts["set_aside"] += line["set_aside"] is not None
                counts["waiting"] += article.set_aside is None and article.article_id not in read
                sink.write(json.dumps(line, ensure_ascii=False) + "\n")
    aside.replace(output)
    reasons = {article.set_aside_detail: None for article in articles if article.set_aside and article.set_aside_detail}
    return counts, list(reasons)


def read_articles(settings: Settings, path: Path) -> Iterator[Article]:
    """The articles of a file or folder, as the collector would store them."""
    folder = path if path.is_dir() else path.parent
    versions = Versions(clock.now(), settings.article_max_characters)
    files, _ = list_inbox(folder, wait=0)
    for file in files:
        if path.is_dir() or file.path == path:
            yield from _articles_of(file, versions)


def _articles_of(file: InboxFile, versions: Versions) -> Iterator[Article]:
    for record in file.records():
        if record.problem is None:
            yield versions.from_inbox(record, parse_page(record.html) if record.html is not None else None)
        else:
            key = (record.place, file.sha256())
            given_id = record.given_id or file.name
            yield versions.set_aside("inbox", record.problem, record.detail or "", key=key, given_id=given_id)


def _line(article: Article, extraction: Extraction | None) -> dict[str, Any]:
    if extraction is None:
        extraction = Extraction(article_id=article.article_id, extractor="none")
    line = extraction.model_dump(mode="json")
    line["article_id"] = article.given_id or article.article_id
    line["set_aside"] = article.set_aside or extraction.set_aside
    line["set_aside_detail"] = article.set_aside_detail
    usage = line.pop("usage")
    return line | {"usage": usage | {"cost_usd": float(usage["cost_usd"])}}
