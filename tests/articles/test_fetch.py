import asyncio
import gzip
import time
import zlib

import pytest

from pipelines.articles.addresses import AddressRefusedError
from pipelines.articles.bodies import BodyRefusedError
from pipelines.articles.fetch import Fetcher, FetchFailedError, Reply, TooManyRedirectsError, Validators
from pipelines.articles.robots import RobotsRefusedError, RobotsUnknownError


def _get(settings, url: str, validators: Validators | None = None, *, obey_robots: bool = False) -> Reply:
    async def fetch() -> Reply:
        async with Fetcher(settings) as fetcher:
            return await fetcher.get(url, validators, obey_robots=obey_robots)

    return asyncio.run(fetch())


def test_a_page_that_did_not_change_is_answered_without_its_body(site, settings) -> None:
    site.pages["/a"] = site.Answer(b"text", headers={"ETag": '"1"'})
    first = _get(settings, site.url + "/a")
    again = _get(settings, site.url + "/a", first.validators)
    assert (first.status, first.body) == (200, b"text")
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_packed_page_is_unpacked(site, settings, coding: str) -> None:
    packed = gzip.compress(b"text" * 100) if coding == "gzip" else zlib.compress(b"text" * 100)
    site.pages["/a"] = site.Answer(packed, headers={"Content-Encoding": coding})
    assert _get(settings, site.url + "/a").body == b"text" * 100


def test_deflate_without_its_header_is_unpacked_too(site, settings) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    site.pages["/a"] = site.Answer(packer.compress(b"text") + packer.flush(), headers={"Content-Encoding": "deflate"})
    assert _get(settings, site.url + "/a").body == b"text"


def test_a_bomb_is_refused_without_being_opened(site, settings) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=9)
    site.pages["/bomb"] = site.Answer(bomb, headers={"Content-Encoding": "gzip"})
    start = time.monotonic()
    with pytest.raises(BodyRefusedError, match="more than"):
        _get(settings.model_copy(update={"fetch_max_bytes": 1_000_000}), site.url + "/bomb")
    assert time.monotonic() - start < 2
    assert site.asked["/bomb"] == 1


@pytest.mark.parametrize("with_length", [True, False])
def test_a_page_over_the_limit_is_refused_whether_it_says_so_or_not(site, settings, with_length: bool) -> None:
    site.pages["/big"] = site.Answer(b"x" * 20_000, with_length=with_length)
    with pytest.raises(BodyRefusedError):
        _get(settings.model_copy(update={"fetch_max_bytes": 10_000}), site.url + "/big")


def test_a_packing_that_was_not_asked_for_is_refused(site, settings) -> None:
    site.pages["/a"] = site.Answer(b"text", headers={"Content-Encoding": "br"})
    with pytest.raises(BodyRefusedError, match="br"):
        _get(settings, site.url + "/a")


def test_a_redirect_is_followed_and_says_where_it_led(site, settings) -> None:
    site.pages["/a"] = site.Answer(status=301, headers={"Location": "/b"})
    site.pages["/b"] = site.Answer(b"text")
    assert _get(settings, site.url + "/a").url == site.url + "/b"


@pytest.mark.parametrize(
    "inward",
    ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://[::ffff:10.0.0.1]/"],
)
def test_a_redirect_to_an_inner_address_is_refused(site, settings, inward: str) -> None:
    site.pages["/a"] = site.Answer(status=302, headers={"Location": inward})
    with pytest.raises(AddressRefusedError):
        _get(settings, site.url + "/a")
    assert site.asked["/a"] == 1


def test_redirects_end(site, settings) -> None:
    site.pages["/a"] = site.Answer(status=302, headers={"Location": "/a"})
    with pytest.raises(TooManyRedirectsError):
        _get(settings, site.url + "/a")
    assert site.asked["/a"] == 6


def test_what_may_heal_is_tried_three_times(site, settings) -> None:
    answers = iter([site.Answer(status=503), site.Answer(status=500), site.Answer(b"text")])
    site.pages["/a"] = lambda _: next(answers)
    assert _get(settings, site.url + "/a").body == b"text"
    site.pages["/b"] = site.Answer(status=502)
    with pytest.raises(FetchFailedError, match=r"status 502 \(after 3 tries\)"):
        _get(settings, site.url + "/b")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_what_will_not_heal_is_an_answer_at_once(site, settings, status: int) -> None:
    site.pages["/a"] = site.Answer(status=status)
    assert _get(settings, site.url + "/a").status == status
    assert site.asked["/a"] == 1


def test_the_rest_that_a_server_asks_for_is_kept(site, settings) -> None:
    answers = iter([site.Answer(status=429, headers={"Retry-After": "1"}), site.Answer(b"text")])
    site.pages["/a"] = lambda _: next(answers)
    start = time.monotonic()
    assert _get(settings, site.url + "/a").body == b"text"
    assert time.monotonic() - start >= 1


def test_a_long_rest_is_kept_by_leaving_the_page_to_the_next_run(site, settings) -> None:
    site.pages["/a"] = site.Answer(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(FetchFailedError):
        _get(settings, site.url + "/a")
    assert site.asked["/a"] == 1


def test_a_server_that_drips_is_left_in_time(site, settings) -> None:
    def drip(handler) -> object:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b"x")
            time.sleep(0.1)
        return site.Answer()

    site.pages["/slow"] = drip
    start = time.monotonic()
    with pytest.raises(FetchFailedError, match="TimeoutError"):
        _get(settings.model_copy(update={"fetch_timeout_seconds": 0.3}), site.url + "/slow")
    assert time.monotonic() - start < 5


def test_a_reply_shorter_than_it_says_is_a_failure(site, settings) -> None:
    site.pages["/a"] = site.Answer(b"text", headers={"Content-Length": "400"}, with_length=False)
    with pytest.raises(FetchFailedError):
        _get(settings, site.url + "/a")


def test_a_site_never_sees_more_connections_than_its_limit(site, settings) -> None:
    def slow(_) -> object:
        time.sleep(0.02)
        return site.Answer(b"text")

    for number in range(20):
        site.pages[f"/{number}"] = slow

    async def fetch() -> None:
        async with Fetcher(settings.model_copy(update={"fetch_connections_per_host": 2})) as fetcher:
            await asyncio.gather(*(fetcher.get(f"{site.url}/{n}", obey_robots=False) for n in range(20)))

    asyncio.run(fetch())
    assert site.most_at_once == 2
    assert sum(site.asked.values()) == 20


def test_robots_are_asked_once_and_obeyed(site, settings) -> None:
    site.pages["/robots.txt"] = site.Answer(b"User-agent: *\nDisallow: /private/\n")
    site.pages["/open"] = site.Answer(b"text")

    async def fetch() -> None:
        async with Fetcher(settings) as fetcher:
            assert (await fetcher.get(site.url + "/open")).body == b"text"
            with pytest.raises(RobotsRefusedError):
                await fetcher.get(site.url + "/private/page")

    asyncio.run(fetch())
    assert site.asked["/private/page"] == 0
    assert site.asked["/robots.txt"] == 1


def test_robots_may_speak_to_us_by_name(site, settings) -> None:
    site.pages["/robots.txt"] = site.Answer(b"User-agent: Newsledger\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    with pytest.raises(RobotsRefusedError):
        _get(settings, site.url + "/open", obey_robots=True)


def test_a_redirect_into_what_robots_forbid_is_not_followed(site, settings) -> None:
    site.pages["/robots.txt"] = site.Answer(b"User-agent: *\nDisallow: /private/\n")
    site.pages["/open"] = site.Answer(status=302, headers={"Location": "/private/page"})
    with pytest.raises(RobotsRefusedError):
        _get(settings, site.url + "/open", obey_robots=True)
    assert site.asked["/private/page"] == 0


def test_no_robots_file_allows_all_and_a_failing_one_nothing_for_now(site, settings) -> None:
    site.pages["/open"] = site.Answer(b"text")
    assert _get(settings, site.url + "/open", obey_robots=True).body == b"text"
    site.pages["/robots.txt"] = site.Answer(status=500)
    with pytest.raises(RobotsUnknownError):
        _get(settings, site.url + "/open", obey_robots=True)


def test_a_wished_pause_between_requests_is_kept(site, settings) -> None:
    site.pages["/robots.txt"] = site.Answer(b"User-agent: *\nCrawl-delay: 0.3\n")
    times: list[float] = []

    def note(_) -> object:
        times.append(time.monotonic())
        return site.Answer(b"text")

    site.pages["/a"] = site.pages["/b"] = site.pages["/c"] = note

    async def fetch() -> None:
        async with Fetcher(settings) as fetcher:
            await asyncio.gather(*(fetcher.get(site.url + path) for path in ("/a", "/b", "/c")))

    asyncio.run(fetch())
    times.sort()
    assert min(times[1] - times[0], times[2] - times[1]) >= 0.28


def test_no_cookie_is_kept_and_the_agent_says_who_asks(site, settings) -> None:
    seen: list[dict[str, str]] = []

    def note(handler) -> object:
        seen.append(dict(handler.headers))
        return site.Answer(b"text", headers={"Set-Cookie": "id=1; Path=/"})

    site.pages["/a"] = note

    async def fetch() -> None:
        async with Fetcher(settings) as fetcher:
            await fetcher.get(site.url + "/a", obey_robots=False)
            await fetcher.get(site.url + "/a", obey_robots=False)

    asyncio.run(fetch())
    assert [("Cookie" in headers or "cookie" in headers) for headers in seen] == [False, False]
    assert all("Newsledger" in headers.get("User-Agent", headers.get("user-agent", "")) for headers in seen)
