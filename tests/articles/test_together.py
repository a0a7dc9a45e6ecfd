import asyncio
from collections import Counter

import pytest

from pipelines.articles.together import Lanes


def _run(lanes_per_key: int, items: list[tuple[str, str]], slow: str = "") -> tuple[list[str], Counter[str]]:
    done: list[str] = []
    open_now: Counter[str] = Counter()
    most: Counter[str] = Counter()

    async def do(item: tuple[str, str]) -> None:
        key, name = item
        open_now[key] += 1
        most[key] = max(most[key], open_now[key])
        await asyncio.sleep(0.05 if key == slow else 0.001)
        open_now[key] -= 1
        done.append(name)

    async def drive() -> None:
        async with Lanes(do, lanes_per_key) as lanes:
            for item in items:
                lanes.add(item[0], item)

    asyncio.run(drive())
    return done, most


def test_a_key_is_done_in_its_lanes_and_all_of_it() -> None:
    done, most = _run(2, [(key, f"{key}{n}") for key in "ab" for n in range(5)])
    assert sorted(done) == sorted(f"{key}{n}" for key in "ab" for n in range(5))
    assert most == {"a": 2, "b": 2}


def test_a_slow_key_holds_up_no_other() -> None:
    done, _ = _run(1, [*(("slow", f"s{n}") for n in range(4)), *(("b", f"b{n}") for n in range(4))], slow="slow")
    assert done[:4] == ["b0", "b1", "b2", "b3"]


def test_an_error_ends_all_and_is_raised_as_it_is() -> None:
    async def do(item: str) -> None:
        await asyncio.sleep(0)
        raise OSError(item)

    async def drive() -> None:
        async with Lanes(do, 1) as lanes:
            lanes.add("a", "no space")

    with pytest.raises(OSError, match="no space"):
        asyncio.run(drive())
