"""How near the language-model path comes to its ideal: articles × seconds a reply ÷ requests in flight.

Run with ``python -m benchmarks.llm_throughput``. The endpoint is a process of its own that answers after a fixed time with
claims whose sentences stand in the article, so that the whole way is walked: prompt, cache, request, reply, grounding, Parquet.
The best and the median of several runs are printed, with the CPU seconds of the reading process. On a machine that does other work
as well the ratio measures that work too, so beside each run stands a bare one: the same requests, encoded before, sent by a plain
aiohttp loop that looks at no answer.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from benchmarks.extraction_speed import article
from pipelines.extraction.llm import LanguageModelExtractor
from pipelines.extraction.llm.connection import request_bytes
from pipelines.extraction.llm.prompt import Prompt
from pipelines.schemas.extraction import ArticleText
from pipelines.settings import Settings

RAISED = re.compile(r"(?:^|(?<=\. ))(\w[\w ]*?) has raised \$(\d+) million in a Series B round[^.]*\.", re.MULTILINE)
USES = re.compile(
    r"(?:^|(?<=\. ))(\w[\w ]*?) plans to use models from (\w[\w ]*?) in its products[^.]*\.", re.MULTILINE
)


def answer(text: str) -> str:
    """What a careful reader might say of a text of the benchmark: its rounds and its adoptions."""
    common = {"polarity": "affirmed", "attribution": "on_record", "attributed_to": None, "event_date": None}
    common |= {"event_date_precision": "unknown", "is_background": False}
    claims = []
    for found in RAISED.finditer(text):
        amount = {"value": int(found[2]) * 1_000_000, "value_high": None, "currency_code": "USD"}
        amount |= {
            "currency_basis": "stated",
            "qualifier": "exact",
            "as_stated": f"${found[2]} million",
            "kind": "raise",
        }
        claims.append(
            {"claim_type": "investment", "quote": found[0], **common, "amount": amount, "stage": "effective"}
            | {"investors": ["Sequoia Capital"], "recipient": found[1], "sellers": [], "deal_type": "equity_round"}
            | {"round": "Series B", "stake_percent": None, "valuation": None}
        )
    claims += [
        {"claim_type": "model_adoption", "quote": found[0], **common, "amount": None, "stage": "announced"}
        | {"adopter": found[1], "product": None, "provider": found[2], "model": None, "relation": "unspecified"}
        for found in USES.finditer(text)
    ]
    head = {"is_relevant": bool(claims), "category": claims[0]["claim_type"] if claims else "other"}
    return json.dumps({**head, "summary": "A week in AI.", "key_points": ["Money moved."], "claims": claims})


def measure(articles: list[ArticleText], url: str, connections: int) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and claims of one run with nothing cached."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(
            home=Path(home), llm_base_url=url, llm_model="scripted", llm_connections=connections, _env_file=None
        )
        extractor = LanguageModelExtractor(settings)
        wall, cpu = time.perf_counter(), time.process_time()
        extractions = extractor.extract(articles)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert extractor.calls == len(articles) == len(extractions), (extractor.calls, extractor.waiting_reason)
        refused = [item for extraction in extractions for item in extraction.rejected]
        assert {item.reason for item in refused} <= {"duplicate_claim"}, refused[0]
        return wall, cpu, sum(len(extraction.claims) for extraction in extractions)


async def _send_bare(bodies: list[bytes], url: str, connections: int) -> None:
    waiting = iter(bodies)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections)) as session:

        async def work() -> None:
            for body in waiting:
                async with session.post(f"{url}/chat/completions", data=body) as response:
                    await response.read()

        await asyncio.gather(*(work() for _ in range(connections)))


def measure_bare(articles: list[ArticleText], url: str, connections: int) -> float:
    """Wall seconds of sending the same requests and no more."""
    prompt = Prompt.load()
    bodies = [request_bytes("scripted", prompt.messages(item), {"temperature": 0}) for item in articles]
    wall = time.perf_counter()
    asyncio.run(_send_bare(bodies, url, connections))
    return time.perf_counter() - wall


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=1000)
    asked.add_argument("--seconds", type=float, default=0.5, help="from a request to its answer")
    asked.add_argument("--connections", type=int, default=100)
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args()
    articles = [
        article(number).model_copy(update={"title": f"A week in AI {number}"}) for number in range(given.articles)
    ]
    replies = {item.title: answer(item.text) for item in articles}
    server = [sys.executable, "-m", "benchmarks.reply_server", str(given.seconds)]
    with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as endpoint:
        assert endpoint.stdin
        assert endpoint.stdout
        endpoint.stdin.write(json.dumps(replies) + "\n")
        endpoint.stdin.flush()
        url = f"http://127.0.0.1:{endpoint.stdout.readline().strip()}/v1"
        found, bare = [], []
        for _ in range(given.runs):
            bare.append(measure_bare(articles, url, given.connections))
            found.append(measure(articles, url, given.connections))
        endpoint.stdin.write("end\n")
    ideal = given.articles * given.seconds / given.connections
    ratios = sorted(wall / ideal for wall, *_ in found)
    prompt = len(Prompt.load().rules) / 1000
    print(f"{given.articles} articles, {given.seconds} s a reply, {given.connections} in flight: ideal {ideal:.2f} s")
    print(f"× ideal: best {ratios[0]:.2f}, median {statistics.median(ratios):.2f} of {len(ratios)} runs")
    bares = sorted(seconds / ideal for seconds in bare)
    print(f"× ideal of the bare loop beside them: best {bares[0]:.2f}, median {statistics.median(bares):.2f}")
    print(
        f"CPU {min(cpu for _, cpu, _ in found):.2f} s at best; {found[0][2]} claims; prompt {prompt:.1f} kB; "
        f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
