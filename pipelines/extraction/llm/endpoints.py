"""The endpoints that the settings name, checked before anything is asked of them."""

from urllib.parse import urlsplit

from pipelines.errors import UsageError
from pipelines.extraction.llm.endpoint import EndpointState
from pipelines.settings import LlmEndpoint, Settings


def endpoint_states(settings: Settings) -> list[EndpointState]:
    """The endpoints in the order in which they are asked; the first one's model names the extraction.

    Raises:
        UsageError: There is none, or one that cannot be used; the message names the setting.
    """
    values = {"NEWSLEDGER_LLM_BASE_URL": settings.llm_base_url, "NEWSLEDGER_LLM_MODEL": settings.llm_model}
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise UsageError(f"A language model needs {' and '.join(missing)}: set it, or unset both to read by rules.")
    first = LlmEndpoint(
        base_url=settings.llm_base_url or "", model=settings.llm_model or "", api_key=settings.llm_api_key
    )
    _check(first, "NEWSLEDGER_LLM_BASE_URL", "NEWSLEDGER_LLM_API_KEY")
    for number, standby in enumerate(settings.llm_standby, start=1):
        place = f"NEWSLEDGER_LLM_STANDBY {number}"
        _check(standby, f"{place} base_url", f"{place} api_key")
    endpoints = (first, *settings.llm_standby)
    unpriced = [endpoint.model for endpoint in endpoints if endpoint.model not in settings.llm_prices]
    if settings.llm_daily_usd is not None and unpriced:
        raise UsageError(
            f"NEWSLEDGER_LLM_DAILY_USD cannot be kept without the price of {unpriced[0]}: add it to NEWSLEDGER_LLM_PRICES "
            '(one that costs nothing as {"input": 0, "output": 0}).'
        )
    return [EndpointState(endpoint, settings.llm_prices.get(endpoint.model)) for endpoint in endpoints]


def _check(endpoint: LlmEndpoint, address_setting: str, key_setting: str) -> None:
    if not _is_address(endpoint.base_url):
        raise UsageError(f"{address_setting} is no http or https address; give one such as https://host/v1.")
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else ""
    if not key.isascii() or any(not letter.isprintable() for letter in key):
        raise UsageError(f"{key_setting} holds letters that no header can carry: was it pasted with a line break?")


def _is_address(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
