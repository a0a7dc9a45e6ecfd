"""Puts new articles into the lake in batches, and remembers as done only what is stored."""

from datetime import datetime

from pipelines.articles.result import CollectResult
from pipelines.articles.state import CollectState, PageRead
from pipelines.lake import Forgotten, Lake
from pipelines.schemas.article import Article
from pipelines.sources.inbox import InboxFile

BATCH_SIZE = 500


class ArticleWriter:
    """Gathers the articles of a run; call ``flush`` at the end. What was forgotten is not taken in again."""

    def __init__(self, lake: Lake, state: CollectState, now: datetime, result: CollectResult) -> None:
        self._lake = lake
        self._state = state
        self._day = now.date()
        self._result = result
        self._forgotten = Forgotten(lake)
        self._articles: dict[str, Article] = {}
        self._again: set[str] = set()
        self._reads: list[PageRead] = []
        self._files: list[tuple[InboxFile, str]] = []

    def add(self, article: Article) -> None:
        """Store an article with the next batch, unless it is stored already."""
        is_known = article.article_id in self._articles or self._state.is_known(article.article_id)
        if is_known or self._forgotten.covers(article):
            self._result.unchanged += 1
            return
        self._articles[article.article_id] = article
        if article.set_aside:
            self._result.articles_set_aside[article.set_aside] += 1
        else:
            self._result.articles_new += 1
        if len(self._articles) >= BATCH_SIZE:
            self.flush()

    def add_again(self, article: Article) -> None:
        """Store once more a version that is known, because its page went back to it."""
        self._result.unchanged += 1
        if article.article_id not in self._articles:
            self._articles[article.article_id] = article
            self._again.add(article.article_id)

    def page_done(self, read: PageRead) -> None:
        """Remember a page with the next batch."""
        self._reads.append(read)

    def file_done(self, file: InboxFile, sha256: str) -> None:
        """Remember an inbox file with the next batch."""
        self._files.append((file, sha256))

    def flush(self) -> None:
        """Write the batch, then remember what is in it: a crash in between costs a repetition, never an article."""
        if self._articles:
            path = self._lake.write_articles(list(self._articles.values()), self._day, again=frozenset(self._again))
            if path is not None:
                self._result.batches.append(path)
        self._state.pages_read(self._reads, [(a.article_id, a.page_id) for a in self._articles.values()])
        for file, sha256 in self._files:
            self._state.inbox_read(file.name, file.size, file.changed_ns, sha256)
        self._articles, self._again, self._reads, self._files = {}, set(), [], []
