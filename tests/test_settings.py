"""Settings: a variable with our prefix that is none is told, not passed over in silence."""

from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.settings import load_settings, unknown_settings


@pytest.fixture(autouse=True)
def _no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("given", "meant"),
    [("LLM_BASEURL", "NEWSLEDGER_LLM_BASE_URL"), ("Inbx", "NEWSLEDGER_INBOX"), ("LLM_MODEL_", "NEWSLEDGER_LLM_MODEL")],
)
def test_a_misspelt_setting_names_the_one_that_was_meant(
    given: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"NEWSLEDGER_{given}", "x")
    (line,) = unknown_settings()
    assert line.endswith(f"did you mean {meant}?")


def test_what_resembles_no_setting_is_pointed_to_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_ZZZ", "x")
    assert unknown_settings() == ["NEWSLEDGER_ZZZ is no setting and does nothing; .env.example lists them."]


def test_the_file_is_read_too_and_known_settings_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NEWSLEDGER_HOME=x\nNEWSLEDGER_HOMME=y\nOTHER=z\nNEWSLEDGER_IMAGE_TAG=1\n")
    (line,) = unknown_settings()
    assert line.startswith("NEWSLEDGER_HOMME is no setting")


def test_no_value_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_LLM_APIKEY", "sk-secret")
    assert "sk-secret" not in "".join(unknown_settings())


@pytest.mark.parametrize("name", ["LLM_STANDBY", "LLM_PRICES", "NOTIFY_WEBHOOKS", "NOTIFY_MAIL_TO"])
def test_what_is_no_json_is_named_and_not_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"NEWSLEDGER_{name}", "{sk-secret")
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert str(caught.value) == f"NEWSLEDGER_{name} is no valid JSON. See .env.example."
