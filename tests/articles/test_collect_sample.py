from pipelines.articles.collect import CollectResult, collect
from pipelines.lake import Lake
from pipelines.sample.newsroom import articles_of
from pipelines.sample.server import Newsroom, serve_newsroom
from pipelines.schemas.article import Article
from pipelines.settings import Settings
from pipelines.sources.registry import Source


def _run(settings: Settings, newsroom: Newsroom) -> tuple[CollectResult, list[Article]]:
    lake = Lake(settings.lake_dir)
    result = collect(settings, lake, sources=[Source.model_validate(row) for row in newsroom.sources()])
    return result, [article for path in result.batches for article in lake.read_articles(path)]


def test_the_sample_newsroom_is_read_whole_with_its_corrections_and_retractions(settings) -> None:
    with serve_newsroom(1) as newsroom:
        first, articles = _run(settings, newsroom)
        again, _ = _run(settings, newsroom)
    with serve_newsroom(2) as newsroom:  # on another port: what is known is known all the same
        _, changed = _run(settings, newsroom)
    assert len(first.sources_failed) == 2
    assert first.waiting == 0
    assert first.articles_new == first.entries_seen == len(articles) == again.unchanged
    assert all("example" in (article.url or "") for article in articles)
    assert any(article.published_precision == "unknown" for article in articles)
    assert {"en", "de", "es", "ja"} <= {article.language for article in articles}
    assert {"correction", "retraction", None} == {article.notice for article in changed}
    assert [article.notice for article in changed if article.set_aside == "gone"] == ["retraction"]


def test_every_sample_article_is_read_word_for_word_and_no_hidden_word_with_it(settings) -> None:
    with serve_newsroom(1) as newsroom:
        _, articles = _run(settings, newsroom)
    texts = {article.title: article.text for article in articles}
    expected = articles_of(1)
    assert {article.title for article in expected} == set(texts)
    for article in expected:
        words = [" ".join(paragraph.split()) for paragraph in article.paragraphs]
        assert [word for word in words if word not in texts[article.title]] == []
        if article.hidden_text:
            assert " ".join(article.hidden_text.split())[:40] not in texts[article.title]
