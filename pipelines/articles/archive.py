"""The bytes of pages as received, by hash, so that any parse can be repeated years later."""

import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

_KEPT_HEADERS = ("content-type", "content-language", "etag", "last-modified", "date")


class Archive:
    """Pages below one folder: ``ab/<sha256>.gz`` with ``ab/<sha256>.json`` beside it (address, headers, time)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, body: bytes, *, url: str, headers: Mapping[str, str], at: datetime) -> str:
        """Store a body and return its sha256; the first to bring it says where it came from."""
        name = hashlib.sha256(body).hexdigest()
        path = self.path(name)
        if not path.exists():
            about = {
                "url": url,
                "headers": {key: headers[key] for key in _KEPT_HEADERS if key in headers},
                "retrieved_at": at.isoformat(),
                "bytes": len(body),
            }
            _write(path.with_suffix(".json"), json.dumps(about, ensure_ascii=False, indent=1).encode())
            _write(path, gzip.compress(body, compresslevel=6, mtime=0))
        return name

    def read(self, sha256: str) -> bytes:
        """The body with that hash."""
        return gzip.decompress(self.path(sha256).read_bytes())

    def path(self, sha256: str) -> Path:
        """Where the body with that hash is, or would be."""
        return self.root / sha256[:2] / f"{sha256}.gz"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; two writers write the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(aside).replace(path)
