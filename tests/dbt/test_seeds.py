"""What the seeds must keep among themselves; dbt tests what a single column can say."""

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import yaml

from pipelines.extraction.names import normalise_name
from pipelines.schemas import claim as claims
from pipelines.settings import PROJECT_DIR

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
STAGES = {
    "investment": get_args(claims.DealStage),
    "partnership": get_args(claims.DealStage),
    "model_adoption": get_args(claims.AdoptionStage),
    "legal_action": get_args(claims.LegalStage),
}


def rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ORGANIZATIONS = {row["organization_id"]: row for row in rows("organizations")}


def names_of(kind: str) -> list[tuple[str, str]]:
    """Each printed name with its key."""
    return {
        "organization": [(row["name"], row["organization_id"]) for row in ORGANIZATIONS.values()]
        + [(row["alias"], row["organization_id"]) for row in rows("organization_aliases")]
        + [(row["description"], row["organization_id"]) for row in rows("definite_descriptions")],
        "publisher": [(row["name"], row["publisher_id"]) for row in rows("publishers")]
        + [(row["alias"], row["publisher_id"]) for row in rows("publisher_aliases")],
        "model": [(row["model"], row["model_id"]) for row in rows("models")],
        "product": [(row["product"], row["product_id"]) for row in rows("products")],
    }[kind]


@pytest.mark.parametrize("kind", ["organization", "publisher", "model", "product"])
def test_a_normalised_name_means_one_thing(kind: str) -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for name, key in names_of(kind):
        meant[normalise_name(name)].add(key)
    assert {form: keys for form, keys in meant.items() if len(keys) > 1 or not form} == {}


def test_no_alias_repeats_a_name_to_show() -> None:
    shown = {row["name"] for row in ORGANIZATIONS.values()}
    assert not shown & {row["alias"] for row in rows("organization_aliases")}
    assert not {row["name"] for row in rows("publishers")} & {row["alias"] for row in rows("publisher_aliases")}


def test_every_family_is_the_top_of_the_parents() -> None:
    for key, row in ORGANIZATIONS.items():
        chain = [key]
        while parent := ORGANIZATIONS[chain[-1]]["parent_id"]:
            assert parent not in chain, f"{key}: its parents go round in a circle"
            chain.append(parent)
        assert row["family_id"] == chain[-1], key


@pytest.mark.parametrize(
    ("seed", "column"),
    [
        ("organization_aliases", "organization_id"),
        ("definite_descriptions", "organization_id"),
        ("models", "maker_id"),
        ("products", "owner_id"),
    ],
)
def test_every_name_belongs_to_a_listed_organization(seed: str, column: str) -> None:
    assert [row for row in rows(seed) if row[column] not in ORGANIZATIONS] == []


def test_every_publisher_alias_belongs_to_a_listed_publisher() -> None:
    assert {row["publisher_id"] for row in rows("publisher_aliases")} <= {
        row["publisher_id"] for row in rows("publishers")
    }


def test_a_domain_belongs_to_one_publisher() -> None:
    domains = Counter(domain for row in rows("publishers") for domain in row["domains"].split())
    assert [domain for domain, count in domains.items() if count > 1 or domain != domain.lower()] == []


@pytest.mark.parametrize(
    ("seed", "thing", "behind"), [("models", "model_id", "maker_id"), ("products", "product_id", "owner_id")]
)
def test_spellings_of_one_thing_agree_on_who_makes_it(seed: str, thing: str, behind: str) -> None:
    makers: dict[str, set[str]] = defaultdict(set)
    for row in rows(seed):
        makers[row[thing]].add(row[behind])
    assert [key for key, values in makers.items() if len(values) > 1] == []


def test_no_name_is_both_a_model_and_a_product() -> None:
    assert not {row["model"] for row in rows("models")} & {row["product"] for row in rows("products")}


@pytest.mark.parametrize("claim_type", sorted(STAGES))
def test_the_stages_are_those_of_the_claim_contract(claim_type: str) -> None:
    listed = [row["stage"] for row in rows("stages") if row["claim_type"] == claim_type]
    assert sorted(listed) == sorted(STAGES[claim_type])


@pytest.mark.parametrize("claim_type", sorted(STAGES))
def test_progress_is_ranked_from_one_and_closing_stages_come_after(claim_type: str) -> None:
    ranked = sorted((int(row["rank"]), row["stage_kind"]) for row in rows("stages") if row["claim_type"] == claim_type)
    assert [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1))
    kinds = [kind for _, kind in ranked]
    assert kinds == sorted(kinds, reverse=True), "progress before closing"


@pytest.mark.parametrize(
    ("claim_type", "progress", "closing"),
    [
        (
            deal,
            "rumoured considered in_talks announced signed effective amended",
            "withdrawn blocked terminated expired",
        )
        for deal in ("investment", "partnership")
    ]
    + [
        (
            "model_adoption",
            "exploring testing pilot announced limited_release deployed default",
            "scaled_back replaced dropped declined",
        ),
        (
            "legal_action",
            "considered threatened filed probe_opened ongoing ruled appealed",
            "settled fined dismissed withdrawn",
        ),
    ],
)
def test_things_come_to_pass_in_this_order(claim_type: str, progress: str, closing: str) -> None:
    ranked = sorted(
        (row for row in rows("stages") if row["claim_type"] == claim_type), key=lambda row: int(row["rank"])
    )
    found = {kind: [row["stage"] for row in ranked if row["stage_kind"] == kind] for kind in ("progress", "closing")}
    assert found == {"progress": progress.split(), "closing": closing.split()}


def test_money_is_committed_at_signed_effective_and_amended_only() -> None:
    committed = {(row["claim_type"], row["stage"]) for row in rows("stages") if row["is_committed"] == "true"}
    deals = ("investment", "partnership")
    assert committed == {(claim_type, stage) for claim_type in deals for stage in ("signed", "effective", "amended")}


def test_a_currency_has_one_rate_a_month() -> None:
    rates = rows("exchange_rates")
    assert len({(row["currency_code"], row["month"]) for row in rates}) == len(rates)
    assert all(date.fromisoformat(row["month"]).day == 1 and Decimal(row["usd_per_unit"]) > 0 for row in rates)
    assert {row["usd_per_unit"] for row in rates if row["currency_code"] == "USD"} == {"1"}


@pytest.mark.parametrize(
    ("currency", "low", "high"),
    [
        ("EUR", "1.03", "1.20"),
        ("GBP", "1.20", "1.55"),
        ("JPY", "0.006", "0.01"),
        ("CNY", "0.13", "0.17"),
        ("INR", "0.011", "0.017"),
    ],
)
def test_rates_are_dollars_a_unit_and_not_units_a_dollar(currency: str, low: str, high: str) -> None:
    values = [Decimal(row["usd_per_unit"]) for row in rows("exchange_rates") if row["currency_code"] == currency]
    assert len(values) == 11 * 12
    assert Decimal(low) < min(values) <= max(values) < Decimal(high)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.csv")), ids=lambda path: path.stem)
def test_a_seed_is_sorted_unique_and_described(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    described = {seed["name"]: seed for seed in yaml.safe_load((SEEDS / "_seeds.yml").read_text())["seeds"]}[path.stem]
    assert [column["name"] for column in described["columns"]] == header == list(described["config"]["column_types"])
    assert all(len(line) == len(header) and all(cell == cell.strip() for cell in line) for line in lines)
    if path.stem != "stages":  # by claim type and rank
        assert lines == sorted(lines)
    assert len({tuple(line) for line in lines}) == len(lines)
