"""One exchange with an OpenAI-compatible endpoint, through the official client, bounded in time and size."""

import asyncio
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import openai
from httpx2 import AsyncClient, Response
from pydantic import SecretStr

from pipelines.extraction.llm.failures import Failure, failure_of_connection, failure_of_status
from pipelines.extraction.llm.prompt import Message
from pipelines.extraction.llm.reply import Reply, UnreadableReplyError, read_reply
from pipelines.extraction.llm.transport import BoundedTransport, CompressedReplyError, OversizedReplyError
from pipelines.extraction.llm.wire import ReadArticle

Options = Mapping[str, float]
# What ``chat.completions.parse`` sends for ReadArticle, held to it by a test. ``parse`` itself makes the schema anew for every
# request, three quarters of the work of a run (2026-11, 1,000 requests), and throws away what an unfit answer said and cost.
RESPONSE_FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": ReadArticle.__name__, "strict": True, "schema": ReadArticle.model_json_schema()},
}

_FORMAT = json.dumps(RESPONSE_FORMAT)


def request_body(model: str, messages: list[Message], options: Options) -> dict[str, Any]:
    """The body of a request."""
    fixed = {"model": model, "messages": messages, "response_format": RESPONSE_FORMAT, "stream": False}
    return {**fixed, **options}


def request_bytes(model: str, messages: list[Message], options: Options) -> bytes:
    """The same as bytes: what is sent, and what the cache's key is made of. Rules and schema, most of it, are encoded once."""
    said = ",".join(f'{{"role":"{item["role"]}","content":{_content(item)}}}' for item in messages)
    more = "".join(f",{json.dumps(name)}:{json.dumps(value)}" for name, value in options.items())
    return (
        f'{{"model":{json.dumps(model)},"messages":[{said}],"response_format":{_FORMAT},"stream":false{more}}}'.encode()
    )


def _content(message: Message) -> str:
    text = message["content"]
    return _encoded_rules(text) if message["role"] == "system" else json.dumps(text, ensure_ascii=False)


@lru_cache(maxsize=8)
def _encoded_rules(rules: str) -> str:
    return json.dumps(rules, ensure_ascii=False)


def authorization(api_key: SecretStr | None) -> tuple[str, dict[str, Any]]:
    """The key for the client, and the headers that keep it from sending any other."""
    headers: dict[str, Any] = {"Accept-Encoding": "identity"}
    # What the client would add from OPENAI_… variables by itself is not for just any address.
    headers |= {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
    if api_key:
        return api_key.get_secret_value(), headers
    return "none is sent", {**headers, "Authorization": openai.Omit()}


class Connection:
    """An address and a key. Made and closed inside the event loop that uses it."""

    def __init__(self, base_url: str, api_key: SecretStr | None, *, timeout_seconds: float, connections: int) -> None:
        self.base_url = base_url.rstrip("/")
        self.host = urlsplit(base_url).hostname or "the endpoint"
        self._timeout = timeout_seconds
        sent_key, headers = authorization(api_key)
        self._headers = headers | {"Content-Type": "application/json"}
        transport = BoundedTransport(connections)
        self._client = openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=sent_key,
            max_retries=0,
            timeout=timeout_seconds,
            http_client=AsyncClient(transport=transport, timeout=timeout_seconds, follow_redirects=False),
        )

    async def send(self, body: bytes, *, has_answered: bool) -> Reply | Failure:
        """Ask once, with exactly these bytes. The reply is taken raw, so that nothing of it is lost."""
        try:
            async with asyncio.timeout(self._timeout):  # of the whole exchange
                response = await self._client.post(
                    "/chat/completions", content=body, cast_to=Response, options={"headers": self._headers}
                )
            return read_reply(response.content)
        except OversizedReplyError:
            return Reply(is_oversized=True)
        except UnreadableReplyError as error:
            return Failure("transient", f"{self.host} sent {error}: check NEWSLEDGER_LLM_BASE_URL")
        except openai.APIStatusError as error:
            return failure_of_status(self.host, error, has_answered=has_answered)
        except (openai.APIConnectionError, TimeoutError, CompressedReplyError) as error:
            return failure_of_connection(self.host, error, self._timeout)

    async def close(self) -> None:
        """Close what is open."""
        await self._client.close()
