"""The project describes itself: every mart in full, and the dictionary in docs/ is made from just that."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.reporting.dictionary import dictionary
from pipelines.settings import Settings
from pipelines.warehouse.build import manifest_of

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return manifest_of(Settings(home=tmp_path_factory.mktemp("parsed")))


@pytest.fixture(scope="module")
def marts(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    found = [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["schema"] == "marts"]
    assert len(found) > 30
    return found


def test_every_mart_has_a_description_a_grain_an_owner_a_key_and_a_contract(marts: list[dict[str, Any]]) -> None:
    for mart in marts:
        meta = mart["config"]["meta"]
        assert mart["description"], mart["name"]
        assert meta["grain"], mart["name"]
        assert meta["owner"], mart["name"]
        assert set(meta["primary_key"]) <= set(mart["columns"]), mart["name"]
        assert mart["config"]["contract"]["enforced"], mart["name"]


def test_every_column_of_a_mart_has_a_type_and_a_meaning(marts: list[dict[str, Any]]) -> None:
    without = [
        f"{mart['name']}.{column['name']}"
        for mart in marts
        for column in mart["columns"].values()
        if not (column.get("data_type") and column.get("description"))
    ]
    assert without == []


def test_every_mart_has_tests(manifest: dict[str, Any], marts: list[dict[str, Any]]) -> None:
    tested = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        for parent in node["depends_on"]["nodes"]
    }
    assert [mart["name"] for mart in marts if mart["unique_id"] not in tested] == []


ENDS = {"_at": "timestamptz", "_date": "date", "_count": "bigint", "_usd": "decimal"}


def test_names_of_columns_say_what_they_hold(marts: list[dict[str, Any]]) -> None:
    wrong = [
        f"{mart['name']}.{column['name']} {column['data_type']}"
        for mart in marts
        for column in mart["columns"].values()
        for end, kind in ENDS.items()
        if column["name"].endswith(end) and not column["data_type"].lower().startswith(kind)
    ]
    wrong += [
        f"{mart['name']}.{column['name']} {column['data_type']}"
        for mart in marts
        for column in mart["columns"].values()
        if column["name"].startswith(("is_", "has_")) != (column["data_type"].lower() == "boolean")
    ]
    assert wrong == []


def test_the_dictionary_is_what_the_project_says_today(manifest: dict[str, Any]) -> None:
    """When it is not: ``newsledger dictionary --output docs/data_dictionary.md``."""
    assert (PROJECT / "docs" / "data_dictionary.md").read_text(encoding="utf-8") == dictionary(manifest)
