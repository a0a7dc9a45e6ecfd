"""The one reader of the environment. Every setting has the prefix ``NEWSLEDGER_``; ``.env.example`` lists them."""

import os
import re
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from pipelines.errors import UsageError

PROJECT_DIR = Path(__file__).resolve().parents[1]
PREFIX = "NEWSLEDGER_"
_MAIL_ADDRESS = re.compile(r"[^\s@<>()\[\],:;\\\"]{1,64}@[^\s@<>()\[\],:;\\\"]{1,253}")
# Read by dbt, the containers and the tests, which have no other way to be told.
_NOT_OURS = frozenset(
    "RELEASE_ID BUILT_AT MARTS_PATH WAREHOUSE_PATH OVERRIDES_DIR IMAGE_TAG INBOX_DIR TEST_LLAMA_PYTHON".split()  # noqa: SIM905
)


class LlmEndpoint(BaseModel):
    """An OpenAI-compatible endpoint: where it is, which model answers there, and the key that it wants."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str
    model: str = Field(min_length=1)
    api_key: SecretStr | None = None


class LlmPrice(BaseModel):
    """What a million tokens cost, in dollars."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)


class Settings(BaseSettings):
    """Where things are, what may be fetched, and which model reads. Read it with :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # what was given may be a key
    )

    home: Path = Field(default=Path("data"), description="The folder that holds everything of one installation.")
    inbox: Path | None = Field(default=None, description="The watched folder; default is inbox/ in the home folder.")
    now: AwareDatetime | None = Field(default=None, description="Fixes the clock, for tests and for repeating a run.")
    allow_loopback: bool = Field(
        default=False, description="Let the fetcher reach 127.0.0.1; only the sample newsroom needs it."
    )
    collect_feeds: bool = Field(
        default=True, description="Whether a run reads the registered feeds; the inbox is always read."
    )
    queue_url: SecretStr | None = Field(
        default=None, description="A Redis server whose stream is read for articles; without one no queue is read."
    )
    queue_stream: str = Field(default="newsledger:articles", min_length=1, max_length=200)
    queue_reclaim_seconds: float = Field(
        default=300, gt=0, description="What another machine took and has not stored after so long is taken over."
    )
    user_agent: str = Field(default="Newsledger/0.1 (+https://github.com/newsledger/newsledger)", max_length=200)
    fetch_timeout_seconds: float = Field(default=20, gt=0, le=300)
    fetch_max_bytes: int = Field(default=10_000_000, ge=1_000)
    fetch_backoff_seconds: float = Field(
        default=1, ge=0, le=60, description="The rest before a second try; it doubles."
    )
    recheck_hours: float = Field(
        default=6, ge=0, description="A known page still in its feed is asked again for corrections after so long."
    )
    fetch_connections: int = Field(default=20, ge=1, le=500)
    fetch_connections_per_host: int = Field(default=2, ge=1, le=20)
    article_max_characters: int = Field(default=200_000, ge=1_000, description="A longer main text is set aside.")
    archive_days: int | None = Field(
        default=None, ge=1, description="Archived pages older than this go; without it they are kept for good."
    )
    work_report_days: int = Field(
        default=35,
        ge=28,
        description="Looks at sources and counts of runs go when they are so much older than the newest.",
    )
    notify_webhooks: tuple[SecretStr, ...] = Field(
        default=(), max_length=20, description="JSON list of addresses that are told which facts a release changed."
    )
    notify_mail_to: tuple[str, ...] = Field(
        default=(), max_length=50, description="JSON list of mail addresses that are told the same."
    )
    notify_mail_from: str | None = Field(default=None, description="The address that the mails come from.")
    notify_mail_host: str | None = Field(default=None, max_length=253, description="The SMTP server that sends them.")
    notify_mail_port: int | None = Field(
        default=None, ge=1, le=65535, description="Its port: 587 with starttls, 465 with tls, 25 with none."
    )
    notify_mail_security: Literal["starttls", "tls", "none"] = "starttls"
    notify_mail_user: str | None = None
    notify_mail_password: SecretStr | None = None
    lock_wait_seconds: float = Field(default=30, ge=0)
    keep_releases: int = Field(default=5, ge=1)
    release_parquet: bool = Field(
        default=True,
        description="Whether a release has its marts as Parquet too: 9 s of the processor a million claims.",
    )
    llm_base_url: str | None = Field(
        default=None, description="An OpenAI-compatible endpoint; without one the rules read."
    )
    llm_model: str | None = None
    llm_api_key: SecretStr | None = None
    llm_standby: tuple[LlmEndpoint, ...] = Field(
        default=(), max_length=10, description="JSON list of endpoints asked in this order when the one before fails."
    )
    llm_prices: dict[str, LlmPrice] = Field(
        default_factory=dict, description="JSON object: dollars for a million tokens, by model."
    )
    llm_connections: int = Field(default=100, ge=1, le=500)
    llm_timeout_seconds: float = Field(default=120, gt=0)
    llm_part_characters: int = Field(
        default=40_000, ge=2_000, description="A longer text is read in parts, cut at paragraphs."
    )
    llm_daily_usd: Decimal | None = Field(default=None, gt=0, description="Dollars a day (UTC); then articles wait.")
    llm_daily_tokens: int | None = Field(default=None, gt=0, description="Tokens a day (UTC); then articles wait.")
    llm_batch_price_share: Decimal = Field(
        default=Decimal("0.5"), ge=0, le=1, description="What an answer by the Batch API costs of the price."
    )
    llm_batch_poll_seconds: float = Field(default=30, gt=0, le=3600, description="How often a batch is looked after.")
    log_level: Literal["debug", "info", "warning", "error"] = "warning"

    @field_validator("home", "inbox")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().resolve() if path else None

    @field_validator("notify_mail_from", "notify_mail_to")
    @classmethod
    def _mail_address(cls, given: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
        for address in (given,) if isinstance(given, str) else given or ():
            if not _MAIL_ADDRESS.fullmatch(address):
                raise ValueError("a plain mail address is wanted, such as desk@news.example")
        return given

    @property
    def lake_dir(self) -> Path:
        """Immutable batches, decisions and verdicts: the truth."""
        return self.home / "lake"

    @property
    def archive_dir(self) -> Path:
        """The bytes of pages as received, by hash."""
        return self.home / "archive"

    @property
    def state_dir(self) -> Path:
        """Disposable: losing it costs fetching or paying twice, never a fact."""
        return self.home / "state"

    @property
    def work_dir(self) -> Path:
        """The warehouse and the release in the making; can be deleted and rebuilt from the lake."""
        return self.home / "work"

    @property
    def releases_dir(self) -> Path:
        """One folder a published release."""
        return self.home / "releases"

    @property
    def published(self) -> Path:
        """The symlink to the release that readers open."""
        return self.home / "published"

    @property
    def overrides_dir(self) -> Path:
        """The user's own additions to the seeds."""
        return self.home / "overrides"

    @property
    def sources_path(self) -> Path:
        """The user's own sources, and what they changed of the registry's."""
        return self.home / "sources.csv"

    @property
    def inbox_dir(self) -> Path:
        """The watched folder."""
        return self.inbox or self.home / "inbox"

    @property
    def warehouse_path(self) -> Path:
        """The DuckDB file with raw, staging and intermediate."""
        return self.work_dir / "warehouse.duckdb"

    @property
    def marts_path(self) -> Path:
        """The DuckDB file that dbt builds the marts into; a release is a copy of it."""
        return self.work_dir / "newsledger.duckdb"


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment, with the given ones on top.

    Raises:
        UsageError: A setting has a value that cannot be; the message names it.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = "; ".join(f"NEWSLEDGER_{_place(e['loc'])}: {e['msg']}" for e in error.errors())
        raise UsageError(f"A setting cannot be used: {lines}. See .env.example.") from error
    except SettingsError as error:  # its cause may hold a key: of its words the name of the field alone is shown
        field = re.search(r'field "(\w+)"', str(error))
        name = f"{PREFIX}{field[1].upper()}" if field else "A setting"
        raise UsageError(f"{name} is no valid JSON. See .env.example.") from None


def unknown_settings() -> list[str]:
    """One line for each variable with our prefix, in the environment or in ``.env``, that is no setting.

    A misspelt one would otherwise be ignored in silence; the line names the setting that was probably meant.
    """
    given = {*os.environ, *dotenv_values(Settings.model_config.get("env_file") or "")}  # type: ignore[arg-type]
    names = {name.upper().removeprefix(PREFIX) for name in given if name.upper().startswith(PREFIX)}
    known = [field.upper() for field in Settings.model_fields]
    lines = []
    for name in sorted(names.difference(known, _NOT_OURS)):
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else ".env.example lists them."
        lines.append(f"{PREFIX}{name} is no setting and does nothing; {hint}")
    return lines


def _place(location: tuple[int | str, ...]) -> str:
    """The setting, and where in it: "LLM_STANDBY 0 base_url"."""
    return " ".join([str(location[0]).upper(), *map(str, location[1:])])
