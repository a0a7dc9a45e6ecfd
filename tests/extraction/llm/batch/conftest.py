"""A desk that speaks the Files and Batches endpoints, and misbehaves as told."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.llm.batched import BatchedExtractor
from pipelines.settings import Settings


@dataclass
class Desk:
    """``answer`` makes the line for a request (its body), or null for one that is not reached in time.

    A batch is done when it was looked at ``looks`` times. ``faults`` are steps to give, by "METHOD path", in the place of an answer;
    a step that is given after the work was done is one that the client never sees.
    """

    say: Any
    answer: Callable[[dict[str, Any]], dict[str, Any] | None]
    looks: int = 1
    state: str = "completed"
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: dict[str, list[Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def __call__(self, method: str, path: str, raw: bytes, kind: str) -> Any:
        path = path.removeprefix("/v1").split("?")[0]
        name = f"{method} {re.sub('/(file|batch)-[0-9]+', '/ID', path)}"
        self.calls.append(name)
        done = self._work(method, path, raw, kind)
        return self.faults[name].pop(0) if self.faults.get(name) else done

    def asked(self) -> list[dict[str, Any]]:
        """Every request of every batch, as it was uploaded."""
        inputs = (self.files[batch["input_file_id"]] for batch in self.batches.values())
        return [json.loads(line) for content in inputs for line in content.splitlines()]

    def _work(self, method: str, path: str, raw: bytes, kind: str) -> Any:
        parts = path.strip("/").split("/")
        match method, parts:
            case "POST", ["files"]:
                return self._upload(raw, kind)
            case "POST", ["batches"]:
                return self._create(json.loads(raw))
            case "GET", ["batches"]:
                return self._json({"object": "list", "data": list(self.batches.values()), "has_more": False})
            case "GET", ["batches", key] if key in self.batches:
                return self._json(self._looked_at(self.batches[key]))
            case "GET", ["files", key, "content"] if key in self.files:
                return self.say.step(body=self.files[key], headers={"Content-Type": "application/octet-stream"})
        return self.say.problem(404)

    def _upload(self, raw: bytes, kind: str) -> Any:
        boundary = b"--" + kind.split("boundary=")[1].encode()
        part = next(part for part in raw.split(boundary) if b'name="file"' in part)
        key = f"file-{len(self.files)}"
        self.files[key] = part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n")
        return self._json(
            {"id": key, "object": "file", "bytes": 1, "created_at": 1, "filename": "f", "purpose": "batch"}
        )

    def _create(self, body: dict[str, Any]) -> Any:
        key = f"batch-{len(self.batches)}"
        total = len(self.files[body["input_file_id"]].splitlines())
        self.batches[key] = {**body, "id": key, "object": "batch", "status": "in_progress", "created_at": 1, "looks": 0}
        self.batches[key]["request_counts"] = {"total": total, "completed": 0, "failed": 0}
        return self._json(self.batches[key])

    def _looked_at(self, batch: dict[str, Any]) -> dict[str, Any]:
        batch["looks"] += 1
        if batch["looks"] >= self.looks and batch["status"] == "in_progress":
            self._finish(batch)
        return batch

    def _finish(self, batch: dict[str, Any]) -> None:
        batch["status"] = self.state
        if self.state == "failed":
            batch["errors"] = {"object": "list", "data": [{"code": "model_not_found", "message": "No such model."}]}
            return
        answered, others = [], []
        for line in self.files[batch["input_file_id"]].splitlines():
            request = json.loads(line)
            found = self.answer(request["body"])
            expired = {"response": None, "error": {"code": "batch_expired", "message": "Not reached in time."}}
            record = {"id": "r", "custom_id": request["custom_id"], "error": None, **(found or expired)}
            (answered if found and found["response"]["status_code"] == 200 else others).append(json.dumps(record))
        for name, lines in (("output_file_id", answered), ("error_file_id", others)):
            if lines:
                batch[name] = f"file-{len(self.files)}"
                self.files[batch[name]] = "\n".join(lines).encode() + b"\n"

    def _json(self, value: Any) -> Any:
        return self.say.step(body=json.dumps(value).encode())


def line(step: Any) -> dict[str, Any]:
    """What a batch says of a request that the endpoint would have given this step."""
    return {"response": {"status_code": step.status, "request_id": "q", "body": json.loads(step.body)}}


@pytest.fixture
def answered() -> Callable[[Any], dict[str, Any]]:
    return line


@pytest.fixture
def desk(endpoint: Any, say: Any) -> Desk:
    endpoint.desk = Desk(say, lambda _: line(say.good()))
    return endpoint.desk


@pytest.fixture
def batched_for(endpoint: Any, tmp_path: Path, say: Any) -> Callable[..., BatchedExtractor]:
    def make(**changed: Any) -> BatchedExtractor:
        values: dict[str, Any] = {"home": tmp_path, "llm_base_url": endpoint.url, "llm_model": "some-model"}
        values |= {"llm_api_key": say.key, "llm_prices": {"some-model": {"input": 3, "output": 15}}}
        values |= {"llm_batch_poll_seconds": 0.01, "llm_timeout_seconds": 5, "_env_file": None}
        return BatchedExtractor(Settings(**{**values, **changed}), backoff_seconds=0.01)

    return make
