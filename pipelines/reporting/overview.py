"""The figures of a release that the closing summary and the report both show."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.warehouse.connection import read_only

FACTS = {
    "fct_investments": "investments",
    "fct_model_adoptions": "model adoptions",
    "fct_legal_actions": "legal actions",
    "fct_partnership_terms": "partnership terms",
}


class Overview(BaseModel):
    """What a release holds, counted from its own tables."""

    model_config = ConfigDict(frozen=True)

    articles: int
    articles_by_status: dict[str, int]
    set_aside: dict[str, int]
    claims: int
    events: int
    facts: dict[str, int]
    disputed: int = 0

    @property
    def fact_count(self) -> int:
        """Rows in the four event facts."""
        return sum(self.facts.values())


def overview(marts_path: Path) -> Overview:
    """Count a release."""
    with read_only(marts_path) as connection:
        status = dict(
            connection.execute("select status, count(*) from marts.dim_articles group by all order by all").fetchall()
        )
        aside = connection.execute(
            "select coalesce(set_aside_reason, 'unknown'), count(*) from marts.dim_articles "
            "where status = 'set_aside' group by all order by all"
        ).fetchall()
        counts = {
            name: int((connection.execute(f"select count(*) from marts.{name}").fetchone() or (0,))[0])  # noqa: S608
            for name in (*FACTS, "fct_claims", "dim_events")
        }
        disputed = sum(
            (connection.execute(f"select count(*) from marts.{name} where is_disputed").fetchone() or (0,))[0]  # noqa: S608
            for name in FACTS
        )
    return Overview(
        articles=sum(status.values()),
        articles_by_status=status,
        set_aside=dict(aside),
        claims=counts["fct_claims"],
        events=counts["dim_events"],
        facts={label: counts[name] for name, label in FACTS.items()},
        disputed=disputed,
    )
