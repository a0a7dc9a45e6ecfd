"""Why rows of a mart are gone: a page took its words back, somebody forgot it, put another extraction in force or changed the overrides.

What such an act took is no loss, and the gate of a release counts it as if it had never been there; rows that went without one are
held against it. The release that readers see is read for this, and only where a mart lost more than a quarter of its rows.

Not among the acts are pages that are gone (a site that answers 404 to everything looks the same), corrections and pages read anew:
these say something in place of what they said, so the number of rows hardly changes, and where it does somebody should look.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.warehouse.build import Mart
from pipelines.warehouse.connection import attach
from pipelines.warehouse.overrides import Changed

# The share that is left; the rule itself refuses half of what was due (expectations/marts/rpt_release_checks.yml, 2026-11-26).
_TELL_BELOW = 0.75
_OF_NAMES = ("dim_organizations", "dim_models", "dim_publishers")
_TAKEN_BACK = """
    create or replace temp table taken_back as
    with gone as (
        select claim_key, event_key, article_id, 'fct_claims' as mart
        from shown.marts.fct_claims anti join marts.fct_claims using (claim_key)
        union all
        select claim_key, event_key, article_id, 'fct_withdrawn_claims' as mart
        from shown.marts.fct_withdrawn_claims anti join marts.fct_withdrawn_claims using (claim_key)
    )
    select
        gone.*,
        case
            when pages.is_forgotten and articles.status in ('set_aside', 'retracted') then 'forgotten'
            when gone.mart = 'fct_claims' and pages.says_so and articles.status = 'retracted' then 'retracted'
            when $promoted and articles.status != 'waiting' then 'extraction_promoted'
        end as reason
    from gone
    left join marts.dim_articles as articles on gone.article_id = articles.article_id
    left join (
        select page_id, bool_or(set_aside = 'forgotten') as is_forgotten, bool_or(notice = 'retraction') as says_so
        from warehouse.raw.articles group by page_id
    ) as pages on articles.page_id = pages.page_id
"""
# An event is gone with a reason if every claim of it is, or if other overrides made it one with another; what hangs on
# an event that stands (a side, a value, a link) if any of its claims is.
_EVENTS = """
    create or replace temp table events_gone as
    select events.event_key, coalesce(min(taken_back.reason), any_value(merged.reason)) as reason
    from shown.marts.dim_events as events
    anti join marts.dim_events as standing on events.event_key = standing.event_key
    left join shown.marts.fct_claims as claims on events.event_key = claims.event_key
    left join taken_back on claims.claim_key = taken_back.claim_key
    left join (
        select old_event_key, 'overrides_changed' as reason
        from marts.event_redirects where $overrides and reason in ('joined', 'ambiguous')
    ) as merged on events.event_key = merged.old_event_key
    group by events.event_key
    having count(claims.claim_key) = count(taken_back.reason) or count(merged.reason) > 0;
    create or replace temp table events_less as
    select event_key, min(reason) as reason from taken_back where reason is not null and event_key is not null group by event_key
    union
    select old_event_key, 'overrides_changed' from marts.event_redirects where $overrides and reason in ('joined', 'ambiguous')
    and old_event_key not in (select event_key from taken_back where reason is not null and event_key is not null)
"""


@dataclass(frozen=True)
class Acts:
    """What was done since the release that readers see, as far as its receipt and that of the build tell."""

    promoted: bool = False
    overrides: Changed | None = None
    """The overrides, where they are others than they were."""


@dataclass
class Losses:
    """The built marts beside the release that readers see, which is opened when first asked for."""

    connection: duckdb.DuckDBPyConnection
    published: Path | None
    acts: Acts = field(default_factory=Acts)
    found: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of each mart that was asked for and lost rows with a reason: how many, by reason."""

    def why(self, mart: Mart, rows: int, rows_before: int | None) -> int:
        """How many rows of a mart that shrank are gone with a reason; nothing is read where it did not shrink by much."""
        if self.published is None or not rows_before or rows / rows_before > _TELL_BELOW:
            return 0
        self._open()
        if mart.name in _OF_NAMES:
            self._name_what_overrides_took(mart)
        reasons = Counter(dict(self._reasons(mart)))
        if reasons:
            self.found[mart.name] = dict(sorted(reasons.items()))
        return reasons.total()

    def lines(self) -> list[str]:
        """What is told of them, a line a mart."""
        return [
            f"{mart}: gone with a reason: {', '.join(f'{count} rows {reason}' for reason, count in reasons.items())}"
            for mart, reasons in sorted(self.found.items())
        ]

    def close(self) -> None:
        """Let go of the release."""
        if self._is_open():
            self.connection.execute("detach shown")

    def _open(self) -> None:
        if self._is_open() or self.published is None:
            return
        attach(self.connection, self.published, "shown")
        self.connection.execute(_TAKEN_BACK, {"promoted": self.acts.promoted})
        for statement in _EVENTS.split(";"):
            wanted = {"overrides": self.acts.overrides is not None} if "$overrides" in statement else None
            self.connection.execute(statement, wanted)

    def _is_open(self) -> bool:
        return (
            self.connection.execute("select 1 from duckdb_databases() where database_name = 'shown'").fetchone()
            is not None
        )

    def _reasons(self, mart: Mart) -> list[tuple[str, int]]:
        same = " and ".join(f'old."{column}" is not distinct from new."{column}"' for column in mart.primary_key)
        reason = self._reason(mart)
        return self.connection.execute(
            f"select {reason} as reason, count(*) from shown.marts.{mart.name} as old "
            f"where not exists (select 1 from marts.{mart.name} as new where {same}) "
            "group by reason having reason is not null"
        ).fetchall()

    def _name_what_overrides_took(self, mart: Mart) -> None:
        """Put the names of the release that the changed overrides account for into a table, as no expression can tell them."""
        taken = []
        if self.acts.overrides is not None:
            taken = [row[0] for row in self._names(mart) if self.acts.overrides.account_for(mart.name, *row)]
        self.connection.execute(
            "create or replace temp table names_taken as select unnest($1::varchar[]) as key", [taken]
        )

    def _names(self, mart: Mart) -> list[tuple[str, str | None, str | None]]:
        """The names of the release that are gone: key, name, and of a publisher an address at which it published."""
        key = mart.primary_key[0]
        url = f"(select min(url) from shown.marts.dim_articles as a where a.publisher_id = old.{key})"
        return self.connection.execute(
            f"select {key}, name, {url if mart.name == 'dim_publishers' else 'null'} from shown.marts.{mart.name} as old "
            f"where {key} not in (select {key} from marts.{mart.name})"
        ).fetchall()

    def _reason(self, mart: Mart) -> str:
        """The expression for why a row of the old mart is gone; null where no act explains it."""
        if mart.primary_key == ("claim_key",):
            return f"(select any_value(reason) from taken_back as t where t.claim_key = old.claim_key and t.mart = '{mart.name}')"
        if mart.name in _OF_NAMES:
            printed = "when not old.is_listed then 'extraction_promoted'" if self.acts.promoted else ""
            changed = f"when old.{mart.primary_key[0]} in (select key from names_taken) then 'overrides_changed'"
            return f"case {printed} {changed} end"
        keys = [column for column in mart.primary_key if column in {"event_key", "linked_event_key"}]
        tables = ("events_gone",) if mart.primary_key == ("event_key",) else ("events_gone", "events_less")
        found = [
            f"(select any_value(reason) from {table} as e where e.event_key = old.{key})"
            for key in keys
            for table in tables
        ]
        return f"coalesce({', '.join(found)}, null)" if found else "null::varchar"
