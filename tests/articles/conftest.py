from collections.abc import Iterator

import pytest

from pipelines.settings import Settings, load_settings
from tests.reading_here import read_here
from tests.web_site import Site, serve_site


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        yield site


@pytest.fixture
def settings(tmp_path) -> Settings:
    return load_settings(
        home=tmp_path / "home", allow_loopback=True, recheck_hours=0, fetch_backoff_seconds=0, fetch_timeout_seconds=3
    )


@pytest.fixture
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads pages in this process."""
    read_here(monkeypatch)
