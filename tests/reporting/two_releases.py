"""A home that shows one release and then another: what readers are told of."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pipelines.settings import Settings
from pipelines.warehouse import release

LATER = "20260302T120000Z-abcdef02"


def fact(event_key: str, **values: Any) -> Callable[[Any], None]:
    common = {"recipient": "Acme", "investors": ["Bolt"], "amount": Decimal(5_000_000), "currency_code": "USD"}
    return lambda marts: marts.fact("fct_investments", event_key, "investment", **(common | values))


def show_two(
    make_home: Callable[..., Settings],
    first: list[Any],
    second: list[Any],
    between: Callable[[Settings], Settings],
) -> Settings:
    """The home with the second release shown; ``between`` is called while the first one is."""
    settings = between(make_home(*first))
    other = release.current(make_home(*second))
    assert other
    folder = settings.releases_dir / LATER
    other.path.rename(folder)
    release.point_to(settings, folder)
    return settings
