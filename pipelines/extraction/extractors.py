"""Which extractor reads, and which extraction is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines import clock
from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.schemas.extraction import Extractor
from pipelines.settings import Settings


@dataclass(frozen=True)
class ExtractionId:
    """An extractor, its model and its prompt: what a claim says it was made by."""

    extractor: str
    model: str | None = None
    prompt_version: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.extractor, self.model, self.prompt_version) if part)


def identity(extractor: Extractor) -> ExtractionId:
    """What the claims of an extractor are labelled with."""
    return ExtractionId(extractor.name, extractor.model, extractor.prompt_version)


def configured_extractor(settings: Settings, *, by_batch: bool = False) -> Extractor:
    """The language model where an endpoint is configured, else the rules, which need none and know no batches."""
    if by_batch and (settings.llm_base_url or settings.llm_model):
        from pipelines.extraction.llm.batched import BatchedExtractor  # noqa: PLC0415 - as below

        return BatchedExtractor(settings)
    if settings.llm_base_url or settings.llm_model:
        from pipelines.extraction.llm import LanguageModelExtractor  # noqa: PLC0415 - the client takes a second to import

        return LanguageModelExtractor(settings)
    return rules_extractor(settings)


def rules_extractor(settings: Settings) -> Extractor:
    """The default: no key, no network, the same contract."""
    from pipelines.extraction.rules import RulesExtractor  # noqa: PLC0415 - builds its tables on import

    return RulesExtractor(settings)


def extractors_to_run(settings: Settings, lake: Lake, *, by_batch: bool = False) -> list[Extractor]:
    """The extractor in force, then the configured one if it is another: a candidate whose claims wait for ``promote``."""
    configured = configured_extractor(settings, by_batch=by_batch)
    active = in_force(lake) or identity(configured)
    if identity(configured) == active:
        return [configured]
    in_use = _reader_of(settings, active)
    return [in_use, configured] if in_use else [configured]


def _reader_of(settings: Settings, active: ExtractionId) -> Extractor | None:
    """The extractor that reads for this extraction: the rules, or a model that stands by; null where it is not configured."""
    rules = rules_extractor(settings)
    if identity(rules) == active:
        return rules
    standby = next((item for item in settings.llm_standby if item.model == active.model), None)
    if standby is None or not active.extractor.startswith("llm@"):
        return None
    change = {"llm_base_url": standby.base_url, "llm_model": standby.model, "llm_api_key": standby.api_key}
    found = configured_extractor(settings.model_copy(update={**change, "llm_standby": ()}))
    return found if identity(found) == active else None


def in_force(lake: Lake) -> ExtractionId | None:
    """What the newest ``activate`` record names; null before the first."""
    records = [record for record in lake.records("decisions") if record["action"] == "activate"]
    if not records:
        return None
    return ExtractionId(records[-1]["extractor"], records[-1]["model"], records[-1]["prompt_version"])


def activate(lake: Lake, extraction: ExtractionId) -> None:
    """Put an extraction in force: from the next build on, facts are made of its claims."""
    at = clock.now()
    record = {
        "action": "activate",
        "at": at,
        "extractor": extraction.extractor,
        "model": extraction.model,
        "prompt_version": extraction.prompt_version,
    }
    lake.append_record("decisions", f"{at:%Y%m%dT%H%M%S.%f}-activate", record)


def extraction_of_row(row: Mapping[str, Any]) -> ExtractionId:
    """The extraction that a row of the lake belongs to: a model that stood in answered for another one's."""
    model = row.get("standing_in_for") or row["extractor_model"]
    return ExtractionId(row["extractor"], model, row["prompt_version"])


def stored_extractions(lake: Lake) -> list[ExtractionId]:
    """Every extraction of which the lake holds a batch."""
    found: dict[ExtractionId, None] = {}
    for batch in lake.batches("claims"):
        for row in lake.read_extractions(batch.path)[:1]:
            found[extraction_of_row(row)] = None
    return sorted(found, key=str)


def stored_extraction(lake: Lake, label: str) -> ExtractionId:
    """The stored extraction with this label: its full name, or its extractor where that is enough.

    Raises:
        UsageError: The lake holds none or several that fit; the message lists what there is.
    """
    stored = stored_extractions(lake)
    fitting = [extraction for extraction in stored if label in {str(extraction), extraction.extractor}]
    if len(fitting) == 1:
        return fitting[0]
    if not stored:
        raise UsageError("No extraction is stored yet; `newsledger extract-pending` reads what was collected.")
    if not fitting:
        raise UsageError(f"No stored extraction is called {label!r}. There are: {_listed(stored)}.")
    raise UsageError(f"{label!r} may be any of {_listed(fitting)}; give the whole name, in quotes.")


def _listed(extractions: list[ExtractionId]) -> str:
    return "; ".join(f"'{extraction}'" for extraction in extractions)


def promote(lake: Lake, label: str) -> ExtractionId:
    """Put the stored extraction with this label in force.

    Raises:
        UsageError: The lake holds none or several that fit; the message lists what there is.
    """
    extraction = stored_extraction(lake, label)
    activate(lake, extraction)
    return extraction
