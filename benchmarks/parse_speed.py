"""How fast pages are parsed, as a share of the library's own speed at the same text: both by turns, on one core.

Run with ``python -m benchmarks.parse_speed``. The library alone gives the main text; ours also what the page says of
itself, without what is hidden from readers. ``words`` adds what the worker does besides: language, fingerprint, quality.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from trafilatura import extract

from benchmarks.web_pages import web_page
from pipelines.articles.parse import parse_page, read_page


def library(page: bytes) -> str:
    """The main text by the library's fast mode alone."""
    return extract(page, fast=True, include_comments=False) or ""


def library_with_metadata(page: bytes) -> str:
    """The same with the library's own metadata."""
    return extract(page, fast=True, include_comments=False, with_metadata=True) or ""


def seconds(read: Callable[[bytes], object], pages: list[bytes]) -> float:
    """Processor seconds for all pages."""
    start = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - start


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=300)
    asked.add_argument("--rounds", type=int, default=7)
    given = asked.parse_args()
    made = [web_page(number) for number in range(given.pages)]
    pages = [page.html.encode() for page in made]
    size = sum(map(len, pages)) / len(pages)
    same = sum(parse_page(page).text.split() == library(page).split() for page in pages)
    whole = sum("\n".join(page.paragraphs) in parse_page(body).text for page, body in zip(made, pages, strict=True))
    print(
        f"{len(pages)} pages of {size / 1000:.0f} kB; the same text as the library's {same}, all paragraphs of the article {whole}"
    )
    ways = {
        "library": library,
        "library with metadata": library_with_metadata,
        "parse": parse_page,
        "parse and words": read_page,
    }
    for read in ways.values():
        seconds(read, pages[:20])
    rounds = [{name: seconds(read, pages) for name, read in ways.items()} for _ in range(given.rounds)]
    for name in ways:
        spent = statistics.median(one[name] for one in rounds)
        share = statistics.median(one["library"] / one[name] for one in rounds)
        print(f"{name}: {len(pages) / spent:.0f} pages/s, {share:.2f} of the library alone")


if __name__ == "__main__":
    main()
