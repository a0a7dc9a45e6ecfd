"""Archives of crawls (WARC, packed or not), such as the news archive of Common Crawl: pages as they were on a day in the past."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_CHUNK = 64 * 1024  # which unpacks to 64 MB at most
_PAGES = {"text/html", "application/xhtml+xml"}


@dataclass(frozen=True)
class CrawledPage:
    """A page as a crawler got it. ``at`` is when it did, in UTC; the body is unpacked."""

    url: str
    at: datetime
    content_type: str | None
    body: bytes


@dataclass
class Passed:
    """Why records were passed over, counted; and what is wrong with whole files."""

    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def warc_files(paths: list[Path]) -> list[Path]:
    """The archives among the files and in the folders given, by name."""
    found = [path.rglob("*") if path.is_dir() else [path] for path in paths]
    return sorted(path for group in found for path in group if path.name.endswith(ENDINGS) and path.is_file())


@dataclass(frozen=True)
class Wanted:
    """What is asked of an archive: pages that a crawler got on these days, of these addresses, no larger than this."""

    since: date | None = None
    until: date | None = None
    address: Callable[[str], bool] = lambda _: True
    max_bytes: int = 10_000_000


def crawled_pages(path: Path, passed: Passed, wanted: Wanted) -> Iterator[CrawledPage]:
    """The wanted pages of one archive; every other answer of a site is counted with its reason."""
    record = None
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, auto_decode="transfer"):
                reason = _not_wanted(record, wanted)
                found = reason or _page(record, wanted.max_bytes)
                if isinstance(found, CrawledPage):
                    yield found
                else:
                    passed.reasons[found] += 1
    except (OSError, ValueError, RuntimeError) as error:  # what the library raises of archives that are broken or none
        passed.broken.append(f"{path.name}: {error}"[:300])
        return
    # The library ends in silence where the packing is broken from the start, and where a file just stops.
    if record is None:
        passed.broken.append(f"{path.name}: no answer of a site was found in it")
    elif path.name.endswith(".gz") and _stops_short(path, record.stream_pos):
        passed.broken.append(f"{path.name}: it stops in the middle of a record; what should follow is not in it")


def _stops_short(path: Path, position: int) -> bool:
    """Whether a packed file ends before its last record does; ``position`` is where some late record begins."""
    with path.open("rb") as file:
        file.seek(position)
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        rest = file.read(_CHUNK)
        while rest:
            try:
                unpacker.decompress(rest)
            except zlib.error:
                return True
            rest = unpacker.unused_data or file.read(_CHUNK)
            if unpacker.eof and rest:
                unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return not unpacker.eof


def _not_wanted(record: WarcRecord, wanted: Wanted) -> str | None:
    if not _address(record) or record.record_date is None:
        return "no_address_or_date"
    day = _moment(record).date()
    if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
        return "other_days"
    if record.http_headers is None or record.http_headers.status_code != 200:
        return "no_page"
    if (record.http_content_type or "").lower() not in _PAGES:
        return "no_page"
    return None if wanted.address(_address(record)) else "other_sites"


def _address(record: WarcRecord) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def _moment(record: WarcRecord) -> datetime:
    at = record.record_date
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _page(record: WarcRecord, max_bytes: int) -> CrawledPage | str:
    headers, length = record.http_headers, record.content_length
    raw = record.reader.read(max_bytes + 1)
    if len(raw) > max_bytes:
        return "too_large"
    if len(raw) < length and not headers.get("Transfer-Encoding"):
        return "cut_off"
    body = _unpacked(raw, headers.get("Content-Encoding") or "", max_bytes)
    if isinstance(body, str):
        return body
    return CrawledPage(_address(record), _moment(record), headers.get("Content-Type"), body)


def _unpacked(raw: bytes, encoding: str, max_bytes: int) -> bytes | str:
    """The body as the site meant it; crawlers mostly keep it unpacked under another name of the header."""
    match encoding.strip().lower():
        case "" | "identity":
            return raw
        case "gzip" | "x-gzip" | "deflate":
            unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)
        case _:
            return "unknown_encoding"
    try:
        body = unpacker.decompress(raw, max_bytes + 1)
    except zlib.error:
        return "broken_encoding"
    return "too_large" if len(body) > max_bytes else body
