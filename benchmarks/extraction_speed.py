"""How fast the rule-based extractor reads: articles a second on one core, and what one very long article costs.

Run with ``python -m benchmarks.extraction_speed``. The text is made here, of the density of ordinary technology news:
about one sentence in six tells of an event. Nothing fails here; the figures are for whoever changes the rules.
"""

import argparse
import random
import time
from itertools import islice

from pipelines.extraction.rules import RulesExtractor
from pipelines.schemas.extraction import ArticleText

EVENTS = (
    "{a} has raised ${n} million in a Series B round led by Sequoia Capital, the company said on Tuesday.",
    "{a} plans to use models from {b} in its products, according to two people familiar with the matter.",
    "{a} sued {b} in federal court in San Francisco on Monday, accusing it of copyright infringement.",
    "{a} and {b} signed a ${n} million agreement for computing capacity over five years.",
    "{a} agreed to acquire the startup Vellora for ${n} million in cash and stock.",
    "{b} has invested more than ${n} million in {a} since 2019, and holds a seat on its board.",
)
PROSE = (
    "Engineers at the firm spent most of the spring on reliability, a word that comes up in every conversation here.",
    "Demand for such tools has grown quickly, although many customers still ask what they are supposed to do with them.",
    "The chief executive told employees in a memo last week that the plan had not changed.",
    "Analysts said revenue rose 12% to $3.4 billion in the quarter, a little less than they had expected.",
    "Nobody at the conference wanted to predict how the market will look in two years.",
    "Regulators in Europe and the United States have asked how the systems are trained, and on what.",
    "In a blog post, {b} described the feature as an early step and promised further changes by September.",
    "The office on the third floor, with its long tables and its view of the harbour, was quiet on a recent afternoon.",
    "Critics of artificial intelligence say that such promises are made every year, and they keep a list.",
    "Shares of {a} rose 2.1% in early trading before they gave up the gain.",
)
NAMES = ("OpenAI", "Anthropic", "Microsoft", "Google", "Mistral AI", "Nvidia", "Amazon", "Meta", "Oracle", "Perplexity")
LENGTH = 3_000


def article(number: int, length: int = LENGTH) -> ArticleText:
    """One article of about the length, the same for the same number."""
    choose = random.Random(number)  # noqa: S311 - the same text again is the point
    paragraphs: list[str] = []
    size = 0
    while size < length:
        rows = [choose.choice(EVENTS if choose.random() < 1 / 6 else PROSE) for _ in range(3)]
        a, b = choose.sample(NAMES, 2)
        paragraphs.append(" ".join(row.format(a=a, b=b, n=choose.randrange(20, 900)) for row in rows))
        size += len(paragraphs[-1]) + 1
    return ArticleText(
        article_id=str(number), title="A week in AI", text="\n".join(paragraphs), published="2026-07-10", language="en"
    )


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=300)
    asked.add_argument(
        "--long", type=int, default=10_000_000, help="characters of the one long article; 0 leaves it out"
    )
    given = asked.parse_args()
    extractor = RulesExtractor()
    articles = [article(number) for number in range(given.articles)]
    extractor.extract(list(islice(articles, 20)))
    start = time.process_time()
    extractions = extractor.extract(articles)
    seconds = time.process_time() - start
    size = sum(len(one.text) for one in articles)
    claims = sum(len(one.claims) for one in extractions)
    print(
        f"{len(articles) / seconds:.0f} articles/s of {size / len(articles) / 1000:.1f} kB on one core, "
        f"{size / seconds / 1e6:.2f} MB/s, {claims / len(articles):.1f} claims an article"
    )
    if given.long:
        long = article(0, given.long)
        start = time.process_time()
        (extraction,) = extractor.extract([long])
        seconds = time.process_time() - start
        print(
            f"{seconds:.1f} s for one article of {len(long.text) / 1e6:.1f} MB: "
            f"{extraction.set_aside or 'read'}, {len(extraction.claims)} claims"
        )


if __name__ == "__main__":
    main()
