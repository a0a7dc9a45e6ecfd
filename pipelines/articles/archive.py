"""The bytes of pages as received, by hash, so that any parse can be repeated years later."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import AwareDatetime, BaseModel, ConfigDict

from pipelines import ids

_KEPT_HEADERS = ("content-type", "content-language", "etag", "last-modified", "date")
_LEVEL = 3  # as small as gzip at 6 and six times as fast, on made pages of 77 kB (November 2026)


class Receipt(BaseModel):
    """How a body came: from where, when, with which headers, and what the feed said of it (``entry``)."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    url: str
    source_id: str
    retrieved_at: AwareDatetime
    bytes: int
    headers: dict[str, str] = {}
    entry: dict[str, Any] = {}


class Archive:
    """Bodies below one folder, ``ab/<sha256>.zst``, and beside each a receipt for every address that sent it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(
        self,
        body: bytes,
        *,
        url: str,
        headers: Mapping[str, str],
        at: datetime,
        source_id: str,
        entry: Mapping[str, Any] | None = None,
    ) -> str:
        """Store a body and return its sha256. The first receipt of a body from an address stays."""
        name = hashlib.sha256(body).hexdigest()
        path = self.path(name)
        receipt = path.with_name(f"{name}.{ids.digest(url)}.json")
        if not receipt.exists():
            about = Receipt(
                sha256=name, url=url, source_id=source_id, retrieved_at=at, bytes=len(body), entry=dict(entry or {}),
                headers={key: headers[key] for key in _KEPT_HEADERS if key in headers},
            )  # fmt: skip
            if not path.exists():
                _write(path, pa.Codec("zstd", _LEVEL).compress(body, asbytes=True))
            _write(receipt, about.model_dump_json(indent=1).encode())  # last: a receipt promises that the body is there
        return name

    def read(self, sha256: str) -> bytes:
        """The body with that hash."""
        with pa.input_stream(str(self.path(sha256)), compression="zstd") as stream:
            body: bytes = stream.read()
        return body

    def receipts(self) -> Iterator[Receipt]:
        """All receipts, by hash."""
        for path in sorted(self.root.glob("??/*.json")):
            yield Receipt.model_validate(json.loads(path.read_text(encoding="utf-8")))

    def drop_older(self, than: datetime) -> tuple[int, int]:
        """Delete the receipts of what came before that time, and the bodies that no receipt is left of; how many of each.

        Facts keep their quotes, and the lake its texts: only parsing those pages again is given up.
        """
        receipts = bodies = 0
        for folder in sorted(self.root.glob("??")):
            found = {path: Receipt.model_validate_json(path.read_bytes()) for path in folder.glob("*.json")}
            old = [path for path, receipt in found.items() if receipt.retrieved_at < than]
            kept = {receipt.sha256 for path, receipt in found.items() if path not in set(old)}
            left = [path for path in folder.glob("*.zst") if path.stem not in kept]
            for path in (*old, *left):
                path.unlink()
            receipts, bodies = receipts + len(old), bodies + len(left)
        return receipts, bodies

    def sent_by(self, names: set[str], is_meant: Callable[[str], bool]) -> set[str]:
        """The hashes of all bodies that came from an address which is meant, or which sent one of the named.

        A page is often received more than once with the same words in other bytes, and the lake names the first alone.
        """
        receipts = list(self.receipts())
        addresses = {receipt.url for receipt in receipts if receipt.sha256 in names}
        return {receipt.sha256 for receipt in receipts if receipt.url in addresses or is_meant(receipt.url)}

    def drop(self, names: set[str]) -> int:
        """Delete the bodies with these hashes and all their receipts; how many bodies there were."""
        bodies = 0
        for name in names:
            path = self.path(name)
            bodies += path.exists()
            for file in (path, *path.parent.glob(f"{name}.*.json")):
                file.unlink(missing_ok=True)
        return bodies

    def path(self, sha256: str) -> Path:
        """Where the body with that hash is, or would be."""
        return self.root / sha256[:2] / f"{sha256}.zst"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; two writers write the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(aside).replace(path)
