"""Pages of the sample newsroom as HTML, with the clutter of real ones. No page loads anything from another host."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.sample.newsroom import FOLDER, Publisher, SampleArticle

TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,  # feeds too: XML shares the escapes of HTML
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def local_time(moment: datetime, publisher: Publisher) -> datetime:
    """The moment on the publisher's own clock."""
    return moment.astimezone(ZoneInfo(publisher.time_zone))


def say_date(moment: datetime, publisher: Publisher) -> str:
    """The date line as this publisher prints it."""
    t = local_time(moment, publisher)
    clock = f"{t:%H:%M}"
    month = _MONTHS[publisher.language_code].split()[t.month - 1] if publisher.language_code in _MONTHS else f"{t:%B}"
    return {
        "us": f"{month} {t.day}, {t.year} {t.hour % 12 or 12}:{t:%M} {t:%p} {t.tzname()}",
        "us_short": f"{t:%b} {t.day}, {t.year} at {t.hour % 12 or 12}:{t:%M}{t:%p} {t.tzname()}".lower().capitalize(),
        "british": f"{t.day} {month} {t.year} {clock} {t.tzname()}",
        "iso": f"{t:%Y-%m-%d %H:%M %z}",
        "spanish": f"{t.day} de {month} de {t.year}, {clock} h ({t.tzname()})",
        "german": f"{t.day}. {month} {t.year}, {clock} Uhr",
        "french": f"le {t.day} {month} {t.year} à {t.hour}h{t:%M}",
        "japanese": f"{t.year}年{t.month}月{t.day}日 {clock}",
    }[publisher.date_style]


def canonical_url(article: SampleArticle, publisher: Publisher) -> str:
    """The stable address of an article, on a reserved domain; it does not depend on the port."""
    return f"https://{publisher.host}/{article.path}"


def _json_ld(article: SampleArticle, publisher: Publisher) -> str:
    """Structured data as a script block holds it: no ``</`` may close the script early."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "mainEntityOfPage": canonical_url(article, publisher),
        "publisher": {"@type": "Organization", "name": publisher.publisher},
        "inLanguage": article.language,
    }
    if article.published:
        data["datePublished"] = local_time(article.published, publisher).isoformat()
    if article.updated:
        data["dateModified"] = local_time(article.updated, publisher).isoformat()
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def article_page(article: SampleArticle, publisher: Publisher, related: list[SampleArticle]) -> str:
    """The whole page of one article."""
    return TEMPLATES.get_template(f"{publisher.layout}.html").render(
        article=article,
        publisher=publisher,
        related=related,
        canonical=canonical_url(article, publisher),
        published=local_time(article.published, publisher) if article.published else None,
        updated=local_time(article.updated, publisher) if article.updated else None,
        date_line=say_date(article.published, publisher) if article.published else None,
        json_ld=_json_ld(article, publisher),
    )


def front_page(publisher: Publisher, articles: list[SampleArticle]) -> str:
    """A publisher's list of articles."""
    return TEMPLATES.get_template("front.html").render(publisher=publisher, articles=articles)


def newsstand_page(publishers: list[Publisher]) -> str:
    """The list of publishers, for people who look."""
    return TEMPLATES.get_template("newsstand.html").render(publishers=publishers)


def message_page(heading: str, message: str) -> str:
    """An error or notice page."""
    return TEMPLATES.get_template("message.html").render(heading=heading, message=message)
