"""A chat-completions endpoint that costs next to nothing: every request is answered after a fixed time, from a table.

``python -m benchmarks.reply_server SECONDS < replies.json`` prints its port and serves until its input ends. The table gives
the answer for each title; the title is searched in the bytes of the request, so that no request is parsed.
"""

import asyncio
import json
import re
import sys

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_TITLE = re.compile(rb"title: ([^\\]+)")


def completion(content: str) -> bytes:
    """The whole HTTP response that carries this answer."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 4000, "completion_tokens": 300, "total_tokens": 4300}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    encoded = json.dumps(body).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(encoded) + encoded


class Exchange(asyncio.Protocol):
    """One kept-alive connection: a request in, the wait, its answer out."""

    def __init__(self, seconds: float, replies: dict[str, bytes]) -> None:
        self._seconds, self._replies = seconds, replies
        self._seen = bytearray()
        self._wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect the request; when it is whole, its time begins."""
        self._seen += data
        if not self._wanted and (head := self._seen.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._seen[:head])
            self._wanted = head + 4 + (int(length[1]) if length else 0)
        if self._wanted and len(self._seen) >= self._wanted:
            found = _TITLE.search(self._seen)
            reply = self._replies[found[1].decode() if found else ""]
            self._seen.clear()
            self._wanted = 0
            asyncio.get_running_loop().call_later(self._seconds, self._answer, reply)

    def _answer(self, reply: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(reply)


async def serve(seconds: float, replies: dict[str, bytes]) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Exchange(seconds, replies), "127.0.0.1", 0, backlog=500)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    server.close()


if __name__ == "__main__":
    table = json.loads(sys.stdin.readline())
    asyncio.run(serve(float(sys.argv[1]), {title: completion(answer) for title, answer in table.items()}))
