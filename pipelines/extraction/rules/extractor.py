"""The default extractor: no network, no model, the same text always gives the same claims."""

import datetime
import re
from bisect import bisect_left
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

import py3langid

from pipelines.extraction.dates import DateMention, find_dates
from pipelines.extraction.gazetteer import Gazetteer
from pipelines.extraction.grounding import ground_all
from pipelines.extraction.orders import without_orders
from pipelines.extraction.rules import context
from pipelines.extraction.rules.announced import Told, dated_as_announced
from pipelines.extraction.rules.assemble import drafts_of, recall_together
from pipelines.extraction.rules.claims import as_claim, is_long_ago
from pipelines.extraction.rules.continued import MAY_ADD, add_to, continues
from pipelines.extraction.rules.credit import credited, papers_of
from pipelines.extraction.rules.draft import Draft
from pipelines.extraction.rules.headline import carried
from pipelines.extraction.rules.library import LANGUAGES, patterns_of
from pipelines.extraction.rules.masking import Masked
from pipelines.extraction.rules.matching import Matcher
from pipelines.extraction.rules.merge import merged, with_recipients
from pipelines.extraction.rules.reading import Reader, Reading, Sentences
from pipelines.extraction.rules.relevance import relevance
from pipelines.extraction.rules.scope import is_in_scope, speaks_of_ai, told_often, without_others
from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.summary import key_points, summarise
from pipelines.schemas.extraction import ArticleText, Extraction, Rejection
from pipelines.settings import PROJECT_DIR, Settings

_MAY_BE_DATE = Table("beside").plain("may_be_date")
MIN_TEXT = 40
# A text of 10 MB is read in 6 s of one core (2026-11-26, benchmarks/extraction_speed.py); what is longer is no article.
MAX_TEXT = 12_000_000
# An article that says more than this is a list of links, not news.
MAX_DRAFTS = 400


class RulesExtractor:
    """Reads claims by declarative patterns over typed tokens; every claim passes the same gate as a model's."""

    name = "rules@1"
    model: str | None = None
    prompt_version: str | None = None

    def __init__(self, settings: Settings | None = None) -> None:
        overrides = settings.overrides_dir if settings else None
        self._gazetteer = Gazetteer.load(PROJECT_DIR / "dbt_project" / "seeds", overrides)
        self._reader = Reader(self._gazetteer)
        self._matchers = {language: Matcher(patterns_of(language)) for language in LANGUAGES}

    def extract(self, articles: list[ArticleText]) -> list[Extraction]:
        """Return one extraction an article, in the order given."""
        return [self._extract(article) for article in articles]

    def _extract(self, article: ArticleText) -> Extraction:
        if len(article.text.strip()) < MIN_TEXT:
            return Extraction(article_id=article.article_id, set_aside="no_text", extractor=self.name)
        if len(article.text) > MAX_TEXT:
            return Extraction(article_id=article.article_id, set_aside="too_long", extractor=self.name)
        language = language_of(article)
        if language not in self._matchers:
            return Extraction(article_id=article.article_id, set_aside="language", extractor=self.name)
        # Orders to software are blanks, so that they lead no pronoun astray and no headline; every offset stays.
        plain = {"text": without_orders(article.text, language), "title": without_orders(article.title or "", language)}
        article = article.model_copy(update=plain)
        published = _day(article.published)
        proposed, sentences, stopped = self._propose(article, language, published)
        claims, rejected = ground_all(proposed, article.text, article.title, language, published)
        if stopped is not None:
            detail = (
                f"{MAX_DRAFTS} drafts of claims are enough for one article: from character {stopped} on it was not read"
            )
            rejected += (Rejection(reason="too_many_claims", detail=detail, claim={"unread_from": stopped}),)
        relevant = [claim for claim in claims if not claim.is_background and claim.polarity == "affirmed"]
        is_relevant, category = relevance(claims, article.title, article.text)
        return Extraction(
            article_id=article.article_id,
            is_relevant=is_relevant,
            category=category,
            summary=summarise(sentences, [c.quote for c in relevant]),
            key_points=key_points([c.quote for c in relevant]),
            claims=claims,
            rejected=rejected,
            extractor=self.name,
        )

    def _propose(
        self, article: ArticleText, language: str, published: datetime.date | None
    ) -> tuple[list[dict[str, Any]], list[str], int | None]:
        """Claims as the text's patterns give them, not yet grounded, the sentences, and from where on nothing was read if so."""
        text = article.text
        reading = self._reader.read(text, language, title=(article.title or "")[:500])
        found, sentences, stopped = self._found(reading, language)
        makers = {slot.maker for slot in reading.mentions if "ai" in slot.traits}
        about_ai = speaks_of_ai(reading.folded, article.title, len(makers))
        known = told_often(reading.mentions, reading.title)
        drafts = without_others([d for d in found if is_in_scope(d, about_ai=about_ai, known=known)], reading.folded)
        if article.title and article.title not in text[:2000]:
            names = {slot.name for slot in reading.mentions if slot.kind == "N"}
            headline, _, _ = self._found(self._reader.read(article.title[:500], language, names), language)
            drafts += carried(
                [d for d in headline if is_in_scope(d, about_ai=about_ai, known=known)], drafts, sentences
            )
        whole = context.attribution_of_article(sentences, text) if drafts else None
        papers = papers_of(text) if any(draft.claim_type == "legal_action" for draft in drafts) else None
        claims: list[Told] = []
        # Several drafts of a sentence share what it says of its source and day.
        said: dict[int, tuple[context.Attribution | None, list[DateMention]]] = {}
        for draft in merged(with_recipients(drafts)):
            start = draft.masked.start
            if start not in said:
                sentence = draft.masked.whole or draft.masked
                said[start] = (
                    context.attribution_of(sentence, text),
                    _dates(sentence, text, published, language),
                )
            attribution, dates = said[start]
            claim = as_claim(draft, text, reading.makers, attribution or credited(draft, whole, papers), dates)
            if claim and not draft.is_background and is_long_ago(claim, draft, published):
                draft.is_background = True  # which has no source but the article
                claim = as_claim(draft, text, reading.makers, attribution or credited(draft, whole, papers), dates)
            if claim:
                claims.append((draft, claim, [date.value for date in dates if date.kind == "point"]))
        return dated_as_announced(claims), [s.text for s in reading.sentences], stopped

    def _found(self, reading: Reading, language: str) -> tuple[list[Draft], list[Masked], int | None]:
        """The drafts that the patterns give, the masked sentences in which some could match, and where the first was passed over."""
        matcher = self._matchers[language]
        stems = matcher.stems_at(reading.folded)
        starts = [start for start, _ in stems]
        sentences = Sentences(reading, language)
        drafts: list[Draft] = []
        latest: list[Draft] = []
        seen: list[Masked] = []
        stopped: int | None = None
        for sentence in reading.sentences:
            low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            if low != high and len(drafts) > MAX_DRAFTS and stopped is None:
                stopped = sentence.start
            may_add = continues(latest, sentence.start)
            adds = may_add and MAY_ADD.search(reading.folded, sentence.start, sentence.end) is not None
            if stopped is not None or (low == high and not adds):
                sentences.pass_over(sentence)
                continue
            masked = sentences.masked(sentence, adds=adds)
            if adds:
                add_to(latest, masked)
            latest = []
            if low == high:
                continue
            seen.append(masked)
            for found in matcher.find(masked, reduce(or_, (patterns for _, patterns in stems[low:high]))):
                given = drafts_of(found, reading.text)
                sentences.hear(given)
                latest += [replace(draft, in_heading=True) for draft in given] if sentence.is_heading else given
            recall_together(latest)
            if not any(draft.claim_type == "legal_action" for draft in latest):
                sentences.told.hear_of_court(masked)
                sentences.sides.hear_of_suit(masked)
            drafts += latest
        return drafts, seen, stopped


def _dates(masked: Masked, text: str, published: datetime.date | None, language: str) -> list[DateMention]:
    """The dates of a sentence; the grammar is dear, so a sentence without a word for one is not asked."""
    if language == "en" and not _MAY_BE_DATE.search(masked.text):
        return []
    return find_dates(text[masked.start : masked.end], published, language)


def language_of(article: ArticleText) -> str:
    """The language given, else the one the text seems to be in."""
    if article.language:
        return article.language.lower()[:2]
    return str(py3langid.classify(article.text[:2000])[0])


def _day(published: str | None) -> datetime.date | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", published or "")
    if not match:
        return None
    try:
        return datetime.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
