"""One exchange with an OpenAI-compatible endpoint, through the official client, bounded in time and size."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import openai
from httpx2 import AsyncClient
from pydantic import SecretStr

from pipelines.extraction.llm.failures import Failure, failure_of_connection, failure_of_status
from pipelines.extraction.llm.prompt import Message
from pipelines.extraction.llm.reply import Reply, UnreadableReplyError, read_reply
from pipelines.extraction.llm.transport import BoundedTransport, CompressedReplyError, OversizedReplyError
from pipelines.extraction.llm.wire import ReadArticle

Options = Mapping[str, float]
# What ``chat.completions.parse`` sends for ReadArticle, held to it by a test: the cache's key covers the whole request.
RESPONSE_FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": ReadArticle.__name__, "strict": True, "schema": ReadArticle.model_json_schema()},
}


class Connection:
    """An address, a model and a key. Made and closed inside the event loop that uses it."""

    def __init__(
        self, base_url: str, model: str, api_key: SecretStr | None, *, timeout_seconds: float, connections: int
    ) -> None:
        self.base_url, self.model = base_url.rstrip("/"), model
        self.host = urlsplit(base_url).hostname or "the endpoint"
        self._timeout = timeout_seconds
        headers: dict[str, Any] = {"Accept-Encoding": "identity"}
        # What the client would add from OPENAI_… variables by itself is not for just any address.
        headers |= {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
        self._headers: dict[str, Any] = headers if api_key else {**headers, "Authorization": openai.Omit()}
        transport = BoundedTransport(connections)
        self._client = openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=api_key.get_secret_value() if api_key else "none is sent",
            max_retries=0,
            timeout=timeout_seconds,
            http_client=AsyncClient(transport=transport, timeout=timeout_seconds, follow_redirects=False),
        )

    def body(self, messages: list[Message], options: Options) -> dict[str, Any]:
        """The body of the request that :meth:`send` makes."""
        fixed = {"model": self.model, "messages": messages, "response_format": RESPONSE_FORMAT, "stream": False}
        return {**fixed, **options}

    async def send(self, messages: list[Message], options: Options, *, has_answered: bool) -> Reply | Failure:
        """Ask once. The reply is taken raw: the client's own parsing would lose what an unfit answer said and cost."""
        try:
            async with asyncio.timeout(self._timeout):  # of the whole exchange; the client's own is for each read
                raw = await self._client.chat.completions.with_raw_response.parse(
                    model=self.model,
                    messages=cast("Any", messages),
                    response_format=ReadArticle,
                    extra_headers=self._headers,
                    **cast("Any", options),
                )
            return read_reply(raw.content)
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
