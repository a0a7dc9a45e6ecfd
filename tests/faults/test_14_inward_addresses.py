"""Row 14: no form of an address, no redirect and no name reaches a machine that is not of the public web."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import httpcore
import pytest

from pipelines.articles.addresses import AddressRefusedError, check_address, check_resolved
from pipelines.articles.fetch import Fetcher
from pipelines.articles.network import GuardedBackend
from pipelines.settings import Settings, load_settings
from tests.web_site import serve_site


class Canary:
    """A listening port of this machine that must never be connected to."""

    def __init__(self) -> None:
        self.touched = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.touched += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@pytest.fixture
def settings(tmp_path) -> Settings:
    return load_settings(home=tmp_path, fetch_timeout_seconds=2, fetch_backoff_seconds=0)


_INWARD = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://a.localhost:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",  # decimal
    "http://0177.0.0.1:{port}/",  # octal
    "http://0x7f.0.0.1:{port}/",  # hex
    "http://0x7f000001:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",  # v4 in v6
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://１２７.０.０.１:{port}/",  # full-width digits
    "http://127。0。0。1:{port}/",
    "http://example.org@127.0.0.1:{port}/",
    "http://user:pass@example.org:{port}/",
    "http://example.org:{port}/",  # any name on a port that is none of the web's
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http://exa mple.org:{port}/",
    "http://[::1%25lo]:{port}/",
    "//127.0.0.1:{port}/",
    "http:///nothing",
]


@pytest.mark.parametrize("address", _INWARD)
def test_no_form_of_an_inward_address_reaches_the_canary(address: str, canary: Canary, settings: Settings) -> None:
    async def fetch() -> None:
        async with Fetcher(settings) as fetcher:
            await fetcher.get(address.format(port=canary.port), obey_robots=False)

    with pytest.raises(AddressRefusedError):
        asyncio.run(fetch())
    assert canary.touched == 0


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[2001::1]", "[::]",
        "[64:ff9b:1::1]", "[::ffff:10.0.0.1]",
    ],
)  # fmt: skip
def test_no_literal_outside_the_public_internet_is_asked(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_address(f"http://{host}/")


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8000])
def test_ports_that_are_none_of_the_web_are_refused(port: int) -> None:
    with pytest.raises(AddressRefusedError):
        check_address(f"https://news.example.org:{port}/")


def test_a_public_address_passes_in_one_normal_form() -> None:
    assert check_address("HTTPS://News.Example.ORG.:443/a?b=1#c").url == "https://news.example.org/a?b=1"
    assert check_address("http://bücher.example/").host == "xn--bcher-kva.example"
    assert check_address("http://8.8.8.8:8080/").url == "http://8.8.8.8:8080/"


def test_only_the_setting_of_the_sample_lets_the_loopback_through_and_nothing_else() -> None:
    assert check_address("http://127.0.0.1:5000/x", allow_loopback=True).port == 5000
    for url in ("http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://127.0.0.2/"):
        with pytest.raises(AddressRefusedError):
            check_address(url, allow_loopback=True)
    with pytest.raises(AddressRefusedError):
        check_resolved("news.example.org", ["127.0.0.1"], allow_loopback=True)


_REDIRECTS = (
    "http://127.1:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://10.0.0.1/",
    "file:///etc/passwd",
    "//0x7f.1:{port}/x",
)


@pytest.mark.parametrize("inward", _REDIRECTS)
def test_no_redirect_leads_inward(inward: str, canary: Canary, settings: Settings) -> None:
    """The redirecting site is this machine's own, which the setting of the sample allows; the canary stays untouched."""

    async def fetch(url: str) -> None:
        async with Fetcher(settings.model_copy(update={"allow_loopback": True})) as fetcher:
            await fetcher.get(url, obey_robots=False)

    with serve_site() as site:
        site.pages["/a"] = site.Answer(status=302, headers={"Location": inward.format(port=canary.port)})
        with pytest.raises(AddressRefusedError):
            asyncio.run(fetch(site.url + "/a"))
    assert canary.touched == 0


class _Recorder(httpcore.AsyncNetworkBackend):
    """Stands for the network: remembers where a connection went, and refuses it."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    async def connect_tcp(self, host: str, *_: object) -> httpcore.AsyncNetworkStream:  # type: ignore[override]
        self.connected.append(host)
        raise httpcore.ConnectError("recorded")


def test_a_name_that_leads_inward_is_refused_before_connecting(settings: Settings) -> None:
    network = _Recorder()

    async def inward(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "192.168.0.1"]

    async def fetch() -> None:
        backend = GuardedBackend(allow_loopback=False, resolver=inward, inner=network)
        async with Fetcher(settings, backend) as fetcher:
            await fetcher.get("http://news.example.org/", obey_robots=False)

    with pytest.raises(AddressRefusedError):
        asyncio.run(fetch())
    assert network.connected == []


def test_the_connection_goes_to_the_address_that_was_checked_however_the_name_is_rebound(settings: Settings) -> None:
    network = _Recorder()
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])

    async def rebinding(host: str, port: int) -> list[str]:
        return next(answers)

    async def fetch() -> None:
        backend = GuardedBackend(allow_loopback=False, resolver=rebinding, inner=network)
        async with Fetcher(settings, backend) as fetcher:
            await fetcher.get("http://news.example.org/", obey_robots=False)

    with pytest.raises(AddressRefusedError):  # the first try connects to what it checked, the second is refused
        asyncio.run(fetch())
    assert network.connected == ["93.184.215.14"]
