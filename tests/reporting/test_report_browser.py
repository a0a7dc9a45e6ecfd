"""The page in a real browser: nothing in it runs, nothing leaves it, and something is to be seen."""

import shutil
import struct
import subprocess
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipelines.reporting.report import write_report
from pipelines.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=2000",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that it was asked for."""
    paths: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def browse(folder: Path, *options: str) -> str:
    assert CHROMIUM
    command = [CHROMIUM, *OPTIONS, f"--user-data-dir={folder / 'profile'}", *options, f"file://{folder / 'index.html'}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def seen(png: Path) -> tuple[str, int]:
    """The colour of a picture's first corner, and how many unlike lines of pixels it has; a blank one has one or two."""
    data = png.read_bytes()
    width, height, depth, colours = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        packed += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    line = 1 + width * {2: 3, 6: 4}[colours]
    pixels = zlib.decompress(packed)
    return pixels[1:4].hex(), len({pixels[start : start + line] for start in range(0, height * line, line)})


def test_hostile_text_neither_runs_nor_fetches(make_home: Any, asked: tuple[str, list[str]], tmp_path: Path) -> None:
    server, paths = asked
    marked = "document.documentElement.dataset.owned = 'yes'"
    evil = (
        f'</title></style><script>{marked}</script><img src={server}/image onerror="{marked}"><svg onload="{marked}">'
        f"<iframe src={server}/frame></iframe><link rel=stylesheet href={server}/style>"
        f"<style>body {{background: url({server}/ground)}}</style>"
        f"<meta http-equiv=refresh content='0;url={server}/away'>{{{{7*7}}}}"
    )

    def story(marts: Any) -> None:
        marts.article("a1", evil, url=f'{server}/"onclick={marked}', title=evil)
        marts.fact(
            "fct_investments",
            "e1",
            "investment",
            investors=[evil],
            recipient=evil,
            quote=evil,
            round=evil,
            article_url=f"javascript:{marked}",
        )
        marts.claim("k1", "e1", "a1", quote=evil, attribution="anonymous", attributed_to=evil, origin=f"name:{evil}")
        marts.article("a2", evil, status="set_aside", set_aside_reason=evil, url=evil, title=evil)
        marts.add("rpt_set_aside", thing="articles", reason=evil, thing_count=1)

    settings: Settings = make_home(story)
    write_report(
        (settings.published / "newsledger.duckdb").resolve(), tmp_path, release_id="r", sources_failed={evil: evil}
    )
    shown = browse(tmp_path, "--dump-dom")
    assert "data-owned" not in shown
    assert "&lt;script&gt;document.documentElement" in shown
    assert "{{7*7}}" in shown
    assert "<script" not in shown
    assert paths == []


def test_the_server_would_have_noticed(asked: tuple[str, list[str]], tmp_path: Path) -> None:
    """The page's policy is what is tested above, not a browser that cannot reach this machine."""
    server, paths = asked
    (tmp_path / "index.html").write_text(
        f"<img src={server}/image><script>document.documentElement.dataset.owned = 'yes'</script>"
    )
    assert "data-owned" in browse(tmp_path, "--dump-dom")
    assert paths == ["/image"]


def test_the_page_is_to_be_seen_in_either_scheme(told: Settings, tmp_path: Path) -> None:
    write_report((told.published / "newsledger.duckdb").resolve(), tmp_path, release_id="r", sources_failed={})
    drawn = {}
    for scheme, option in [("light", "--blink-settings=preferredColorScheme=1"), ("dark", "--force-dark-mode")]:
        picture = tmp_path / f"{scheme}.png"
        browse(tmp_path, "--window-size=800,1400", f"--screenshot={picture}", option)
        drawn[scheme] = seen(picture)
    assert [ground for ground, _ in drawn.values()] == ["fafaf7", "11171a"]
    assert min(lines for _, lines in drawn.values()) > 200
