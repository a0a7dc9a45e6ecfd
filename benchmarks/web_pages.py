"""Pages as news sites send them, made here: 20 to 200 kB, of which a tenth is the article and the rest is what surrounds it."""

import json
import random
from dataclasses import dataclass
from html import escape

from benchmarks.extraction_speed import article

_HOST = "news.example"
_SECTIONS = ("World", "Technology", "Markets", "Policy", "Science", "Culture", "Sport", "Opinion", "Travel", "Weather")
_TEASERS = (
    "What the new harbour means for the old town",
    "Five charts on who buys computing power",
    "The court that nobody wanted to move",
    "Why the night trains are full again",
    "A spring of strikes, told by those who struck",
    "How a small press outlived three owners",
)
_COMMENTS = (
    "I have read this twice and still do not see who pays for it.",
    "The same was promised four years ago, in the same hall.",
    "Thank you for a piece that names its sources.",
)


@dataclass(frozen=True)
class WebPage:
    """A page and the paragraphs of the article in it."""

    title: str
    html: str
    paragraphs: tuple[str, ...]


def web_page(number: int, size: int | None = None, *, mark: str = "") -> WebPage:
    """One page of about so many bytes (20 to 200 kB by turns), the same for the same number.

    ``mark`` stands in its title and first paragraph, for who makes many of one.
    """
    choose = random.Random(number)  # noqa: S311 - the same page again is the point
    size = size or int(20_000 * 10 ** choose.random())
    text = article(number, choose.randrange(1_500, 9_000)).text
    paragraphs = tuple(f"In part {mark or number}: {text}".splitlines())
    title = f"{choose.choice(_TEASERS)}, part {mark or number}"
    shape = choose.choice((_plain_body, _marked_body, _nested_body))
    head, body = _head(number, title, choose, mark), shape(title, paragraphs, number)
    around = _around(choose, size - len(head) - len(body))
    page = (
        f"<!doctype html>\n<html lang=en><head>{head}</head><body class=page>{around[0]}{body}{around[1]}</body></html>"
    )
    return WebPage(title, page, paragraphs)


def _head(number: int, title: str, choose: random.Random, mark: str) -> str:
    moment = f"2026-07-{number % 28 + 1:02d}T{number % 24:02d}:15:00+02:00"
    address = f"https://{_HOST}/story/{mark or number}"
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": "Example News", "url": f"https://{_HOST}/"},
            {
                "@type": "NewsArticle", "headline": title, "datePublished": moment, "dateModified": moment,
                "author": [{"@type": "Person", "name": "Ann Writer"}], "mainEntityOfPage": {"@id": address},
            },
        ],
    }  # fmt: skip
    meta = "".join(
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in {
            "og:title": title, "og:type": "article", "og:url": address, "og:site_name": "Example News",
            "article:published_time": moment, "article:section": choose.choice(_SECTIONS), "twitter:card": "summary",
        }.items()
    )  # fmt: skip
    links = "".join(f"<link rel=preload href=/static/{choose.randrange(10**8)}.js as=script>" for _ in range(12))
    return (
        f"<meta charset=utf-8><title>{escape(title)} | Example News</title>{meta}<link rel=canonical href='{address}'>{links}"
        f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    )


def _plain_body(title: str, paragraphs: tuple[str, ...], _: int) -> str:
    return f"<article><h1>{escape(title)}</h1>{''.join(f'<p>{escape(p)}</p>' for p in paragraphs)}</article>"


def _marked_body(title: str, paragraphs: tuple[str, ...], number: int) -> str:
    parts = [
        f"<p class='paragraph p-{n}' data-id='{number}-{n}'>{_with_links(paragraph)}</p>"
        for n, paragraph in enumerate(paragraphs)
    ]
    parts.insert(
        len(parts) // 2,
        "<figure><img src=/i.jpg alt='A hall'><figcaption>A hall. Photo: Bo Writer</figcaption></figure>",
    )
    return (
        f"<main><header><h1 itemprop=headline>{escape(title)}</h1><p class=byline>By <a rel=author href=/ann>Ann Writer</a></p></header>"
        f"<div class='story-body' itemprop=articleBody>{''.join(parts)}</div></main>"
    )


def _nested_body(title: str, paragraphs: tuple[str, ...], _: int) -> str:
    parts = "".join(
        f"<div class=block><div class=block-inner><p><span>{escape(p)}</span></p></div></div>" for p in paragraphs
    )
    return f"<div id=app><div class=grid><div class='article-content'><h1>{escape(title)}</h1>{parts}</div></div></div>"


def _with_links(paragraph: str) -> str:
    first, _, rest = escape(paragraph).partition(" ")
    return f"<a href='/topic/{len(first)}'>{first}</a> {rest}"


def _around(choose: random.Random, size: int) -> tuple[str, str]:
    """What stands before and after the article; about half of it script and style."""
    before = "<nav><ul>" + "".join(f"<li><a href=/{s.lower()}>{s}</a></li>" for s in _SECTIONS) + "</ul></nav>"
    after: list[str] = []
    room = max(size - len(before), 0)
    used = 0
    while used < room:
        part = choose.choice((_script, _script, _style, _teasers, _teasers, _comments, _vector))(choose)
        after.append(part)
        used += len(part)
    middle = len(after) // 4
    footer = "<footer><p>All rights reserved. Example News is a name made up for this page.</p></footer>"
    return before + "".join(after[:middle]), "".join(after[middle:]) + footer


def _script(choose: random.Random) -> str:
    items = {f"k{choose.randrange(10**6)}": [choose.randrange(10**6) for _ in range(12)] for _ in range(20)}
    return f"<script>window.__state=window.__state||[];window.__state.push({json.dumps(items)});</script>"


def _style(choose: random.Random) -> str:
    rules = "".join(f".c{choose.randrange(10**6)}{{margin:{n}px;padding:0 {n}px;color:#{n:03d}}}" for n in range(40))
    return f"<style>{rules}</style>"


def _teasers(choose: random.Random) -> str:
    cards = "".join(
        f"<li class='card card--{choose.randrange(9)}' data-track='{choose.randrange(10**9)}'><a href='/story/{choose.randrange(10**6)}'>"
        f"<img loading=lazy src='/img/{choose.randrange(10**6)}.webp' alt=''><h3>{choose.choice(_TEASERS)}</h3>"
        f"<span class=meta>{choose.choice(_SECTIONS)}</span></a></li>"
        for _ in range(8)
    )
    return f"<aside class='related rail'><h2>More on this</h2><ul>{cards}</ul></aside>"


def _comments(choose: random.Random) -> str:
    rows = "".join(
        f"<div class=comment><b>reader{choose.randrange(999)}</b><p>{choose.choice(_COMMENTS)}</p></div>"
        for _ in range(4)
    )
    return f"<section id=comments class=comments>{rows}</section>"


def _vector(choose: random.Random) -> str:
    path = " ".join(f"L{choose.randrange(999)} {choose.randrange(999)}" for _ in range(60))
    return f"<svg viewBox='0 0 24 24' aria-hidden=true><path d='M0 0 {path}'/></svg>"
