"""Whether each endpoint answers, takes the key and has the model: asked without spending anything."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipelines.errors import UsageError
from pipelines.extraction.llm.endpoints import endpoint_states
from pipelines.settings import LlmEndpoint, Settings

_SECONDS, _BYTES = 10.0, 2_000_000


@dataclass(frozen=True)
class EndpointCheck:
    """What was found of one endpoint."""

    name: str
    ok: bool
    detail: str


def check_endpoints(settings: Settings) -> list[EndpointCheck]:
    """One check an endpoint, in the order in which they are asked; settings that cannot be used are one that failed."""
    try:
        states = endpoint_states(settings)
    except UsageError as error:
        return [EndpointCheck("model endpoint", False, str(error))]
    checks = []
    for number, state in enumerate(states):
        ok, found = _ask(state.config)
        price = "its price is known" if state.price else "no price in NEWSLEDGER_LLM_PRICES, so its dollars count as 0"
        host = urlsplit(state.config.base_url).hostname
        name = f"standby {number}" if number else "model endpoint"
        checks.append(EndpointCheck(name, ok, f"{state.config.model} at {host}: {found}; {price}"))
    return checks


def _ask(endpoint: LlmEndpoint) -> tuple[bool, str]:
    """Ask for the list of models, which costs nothing."""
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else None
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    address = f"{endpoint.base_url.rstrip('/')}/models"
    try:
        with (
            httpx.Client(timeout=_SECONDS, trust_env=False) as client,
            client.stream("GET", address, headers=headers) as answer,
        ):
            if answer.status_code != 200:
                return _said(answer.status_code)
            return _has_model(_bounded(answer), endpoint.model)
    except httpx.HTTPError as error:
        return False, f"cannot be reached ({type(error).__name__}): check its address and that it is up"


def _bounded(answer: httpx.Response) -> bytes:
    body = b""
    for chunk in answer.iter_raw():
        body += chunk
        if len(body) > _BYTES:
            break
    return body


def _said(status: int) -> tuple[bool, str]:
    if status in {401, 403}:
        return False, f"answers {status}: check its key and what it may do"
    if status in {404, 405, 501}:
        return True, "answers, and lists no models; whether it has this one shows in the first run"
    return False, f"answers {status} when asked for its models"


def _has_model(body: bytes, model: str) -> tuple[bool, str]:
    try:
        found: Any = json.loads(body)
        names = {str(item["id"]) for item in found["data"]}
    except (ValueError, KeyError, TypeError):
        return True, "answers, but its list of models cannot be read"
    if names and model not in names:
        return False, f"answers, but does not list this model; it has {', '.join(sorted(names)[:5])}"
    return True, "answers"
