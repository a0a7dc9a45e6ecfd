"""The harness is steady: order and names of labels in the rules move no fact by themselves, and what is known is not asked."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import ExitCode
from pipelines.extraction.evaluation import sample_gold
from pipelines.extraction.llm import LanguageModelExtractor, prompt
from pipelines.lake import Lake

LABELS = re.compile(r"`[a-z_]+`(?:(?:,| or| and|, or)\s+`[a-z_]+`)+")


@pytest.fixture
def rules_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a changed copy of the rules where prompts are read from, under a version of its own."""

    def put(version: str, change: Any) -> str:
        text = (prompt.PROMPTS_DIR / f"{prompt.CURRENT}.md").read_text(encoding="utf-8")
        changed = change(text)
        assert changed != text
        folder = tmp_path / "prompts"
        (folder / "claims").mkdir(parents=True, exist_ok=True)
        (folder / f"{prompt.CURRENT}.md").write_text(text, encoding="utf-8")
        (folder / f"{version}.md").write_text(changed, encoding="utf-8")
        monkeypatch.setattr(prompt, "PROMPTS_DIR", folder)
        return version

    return put


def _reversed_labels(text: str) -> str:
    """Each list of labels in the other order."""

    def turned(found: re.Match[str]) -> str:
        labels = iter(reversed(re.findall(r"`[a-z_]+`", found[0])))
        return re.sub(r"`[a-z_]+`", lambda _: next(labels), found[0])

    return LABELS.sub(turned, text)


def _with(extractor: Any, version: str) -> LanguageModelExtractor:
    return LanguageModelExtractor(extractor._settings, prompt_version=version, backoff_seconds=0.01)


def test_the_order_of_labels_in_the_rules_moves_no_fact(
    endpoint: Any, extractor_for: Any, say: Any, rules_in: Any
) -> None:
    before = extractor_for().extract([say.article(n) for n in range(1, 6)])
    version = rules_in("claims/turned", _reversed_labels)
    after = _with(extractor_for(), version).extract([say.article(n) for n in range(1, 6)])
    assert [item.model_copy(update={"prompt_version": "claims/v1"}) for item in after] == before
    assert {item.prompt_version for item in after} == {"claims/turned"}
    assert len(endpoint.requests) == 10  # another prompt is another question: no reply of the first is taken for it
    assert endpoint.requests[0]["response_format"] == endpoint.requests[9]["response_format"]


def test_a_label_that_only_the_rules_know_is_refused_and_never_guessed(
    endpoint: Any, extractor_for: Any, say: Any, rules_in: Any
) -> None:
    version = rules_in("claims/renamed", lambda text: text.replace("`effective`", "`done_and_paid`"))
    endpoint.otherwise = lambda _: say.completion(say.answer(say.claim(stage="done_and_paid"), say.claim()))
    (extraction,) = _with(extractor_for(), version).extract([say.article()])
    assert [claim.stage for claim in extraction.claims] == ["effective"]
    assert {item.reason for item in extraction.rejected} == {"invalid_claim"}


def test_the_order_of_keys_in_an_answer_changes_nothing(endpoint: Any, extractor_for: Any, say: Any) -> None:
    before = extractor_for().extract([say.article()])
    turned = {name: say.claim()[name] for name in reversed(say.claim())}
    answer = say.answer(turned)
    endpoint.otherwise = lambda _: say.completion(json.dumps({name: answer[name] for name in reversed(answer)}))
    after = extractor_for(llm_model="another").extract([say.article()])
    assert [item.claims for item in after] == [item.claims for item in before]


def test_the_whole_newsroom_twice_costs_nothing_the_second_time(endpoint: Any, extractor_for: Any, say: Any) -> None:
    texts = [article.text for article in sample_gold().articles]
    before = extractor_for().extract(texts)
    asked = len(endpoint.requests)
    again = extractor_for()
    assert again.extract(list(reversed(texts))) == list(reversed(before))
    assert (again.calls, len(endpoint.requests)) == (0, asked)


def test_a_model_that_takes_no_temperature_is_not_asked_with_one_again(
    endpoint: Any, extractor_for: Any, say: Any
) -> None:
    endpoint.otherwise = lambda body: (
        say.problem(400, "Unsupported value: 'temperature'") if "temperature" in body else say.good()
    )
    extractor_for().extract([say.article()])
    asked = len(endpoint.requests)
    assert len(extractor_for().extract([say.article(1), say.article(2)])) == 2
    assert len(endpoint.requests) == asked + 1


@pytest.mark.parametrize(
    ("status", "more", "said"),
    [
        (503, {}, "answered 503"),
        (200, {"NEWSLEDGER_LLM_DAILY_TOKENS": "100"}, "is used up"),
        (429, {}, "too many requests"),
    ],
)
def test_the_command_says_how_many_wait_and_why_and_exits_with_four(
    endpoint: Any, say: Any, tmp_path: Path, *, status: int, more: dict[str, str], said: str
) -> None:
    say.store(Lake(tmp_path / "lake"), *[say.article(n) for n in range(1, 13)])
    endpoint.otherwise = lambda _: say.good() if status == 200 else say.problem(status, retry_after="0")
    environment = {"NEWSLEDGER_HOME": str(tmp_path), "NEWSLEDGER_LLM_BASE_URL": endpoint.url, "PATH": "/usr/bin:/bin"}
    environment |= {"NEWSLEDGER_LLM_MODEL": "some-model", "COLUMNS": "300", **more}
    command = [sys.executable, "-m", "pipelines.cli", "extract-pending"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == ExitCode.WAITING
    assert "waiting 12" in done.stdout
    assert said in done.stdout
    # Five failures in a row; of 429, what was under way together counts as one.
    assert len(endpoint.requests) <= (9 if status == 429 else 5)
    assert list((tmp_path / "lake").glob("claims/**/*.parquet")) == []
