"""Commands over the feeds that are read."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.console import Json, out, print_json, print_lines
from pipelines.errors import UsageError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipelines.sources.registry import Registered

app = typer.Typer(
    no_args_is_help=True, help="The feeds that are read: the project's registry and your own sources.csv."
)

SourceId = Annotated[str, typer.Argument(metavar="ID", help="The id, as `sources list` shows it.")]


@app.command("list")
def sources_list(
    word: Annotated[
        str | None, typer.Argument(help="Only sources with this in their id, publisher or address.")
    ] = None,
    *,
    topic: Annotated[str | None, typer.Option(help="Only this topic, such as ai or regulation.")] = None,
    country: Annotated[str | None, typer.Option(help="Only this country, such as us.")] = None,
    language: Annotated[str | None, typer.Option(help="Only this language, such as en.")] = None,
    tier: Annotated[str | None, typer.Option(help="Only this tier, such as official.")] = None,
    family: Annotated[str | None, typer.Option(help="Only publishers of this family.")] = None,
    own: Annotated[bool, typer.Option("--own", help="Only what stands in your sources.csv.")] = False,
    disabled: Annotated[bool, typer.Option("--disabled", help="Only what is switched off.")] = False,
    as_json: Json = False,
) -> None:
    """The registered feeds; what is switched off is marked."""
    from pipelines.sources.registry import all_sources

    wanted = {
        "topic": topic,
        "country_code": country,
        "language_code": language,
        "tier": tier,
        "publisher_family": family,
    }
    everything = all_sources(load_settings())
    rows = [
        row
        for row in everything
        if (not own or row.is_own)
        and (not disabled or not row.source.is_enabled)
        and all(value is None or getattr(row.source, name) == value.lower() for name, value in wanted.items())
        and (
            not word or word.casefold() in f"{row.source.source_id} {row.source.publisher} {row.source.url}".casefold()
        )
    ]
    if as_json:
        print_json([row.source.model_dump() | {"is_own": row.is_own, "where": row.where} for row in rows])
        return
    for row in rows:
        off = "" if row.source.is_enabled else "  (off)"
        out.print(f"{row.source.source_id}  {row.source.publisher}  {row.source.url}{off}", markup=False)
    if not rows:
        out.print(_none_like_that(everything, wanted), markup=False)


@app.command("check")
def sources_check(
    word: Annotated[
        str | None, typer.Argument(help="Only sources with this in their id, publisher or address.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those with which nothing is wrong.")] = False,
    as_json: Json = False,
) -> None:
    """Whether the registry and your sources.csv can be read, and how each source does by the looks of the last four weeks."""
    from pipelines.reporting.sources import WARNED, sources_health, tally

    rows = [
        row
        for row in sources_health(load_settings())
        if not word or word.casefold() in f"{row['source_id']} {row['publisher']} {row['url']}".casefold()
    ]
    if as_json:
        print_json(rows)
        return
    shown = [row for row in rows if everything or word or row["status"] in WARNED]
    print_lines(f"{row['source_id']}  {row['warning'] or row['status'].replace('_', ' ')}{_last(row)}" for row in shown)
    print_lines(
        [
            f"{len(rows)} sources: {tally(rows)}."
            if rows
            else "No source is like that; `newsledger sources list` shows all."
        ]
    )


def _last(row: dict[str, Any]) -> str:
    if not row.get("last_checked_at"):
        return ""
    success = row["last_success_at"]
    return (
        f"  (last read {success:%Y-%m-%d %H:%M}, {row['item_count']} new items since its first look)"
        if success
        else "  (never read)"
    )


@app.command("add")
def sources_add(
    url: Annotated[str, typer.Argument(help="The address of the feed.")],
    *,
    source_id: Annotated[str | None, typer.Option("--id", help="Its id; else one is made from the address.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it; else the host.")] = None,
    family: Annotated[
        str | None,
        typer.Option(
            help="The owner's house: its publishers count as one origin. Of a publisher that the project lists, its list holds."
        ),
    ] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, such as us.")] = None,
    language: Annotated[str | None, typer.Option(help="Two letters, such as en.")] = None,
    topic: Annotated[str | None, typer.Option(help="Such as ai, news or regulation.")] = None,
    kind: Annotated[str | None, typer.Option(help="The form of the feed, such as rss.")] = None,
    terms: Annotated[str | None, typer.Option(help="What may be kept: full, excerpt or link_only.")] = None,
    tier: Annotated[str | None, typer.Option(help="official, wire, national, regional, trade or other.")] = None,
    low: Annotated[int | None, typer.Option(help="Items a week to be expected at least.")] = None,
    high: Annotated[int | None, typer.Option(help="Items a week to be expected at most.")] = None,
    as_json: Json = False,
) -> None:
    """Register a feed in your sources.csv."""
    from pipelines.sources.own import add_source

    settings = load_settings()
    source = add_source(
        settings, url, check=_askable(settings), source_id=source_id, publisher=publisher, publisher_family=family,
        country_code=_lower(country),
        language_code=_lower(language), topic=topic, kind=kind, terms=terms, tier=tier, items_per_week_low=low, items_per_week_high=high,
    )  # fmt: skip
    if as_json:
        print_json(source.model_dump())
        return
    out.print(f"Added {source.source_id} to {settings.sources_path}; the next run reads it.", markup=False)


@app.command("remove")
def sources_remove(source_id: SourceId, as_json: Json = False) -> None:
    """Take a feed of yours out; one of the project's registry is switched off instead."""
    from pipelines.sources.own import remove_source

    done = remove_source(load_settings(), source_id)
    why = "taken out of your sources.csv" if done == "removed" else "switched off: it stands in the project's registry"
    _say(source_id, done, f"{source_id} is {why}.", as_json)


@app.command("enable")
def sources_enable(source_id: SourceId, as_json: Json = False) -> None:
    """Read a feed again."""
    _switch(source_id, is_enabled=True, as_json=as_json)


@app.command("disable")
def sources_disable(source_id: SourceId, as_json: Json = False) -> None:
    """Read a feed no more; what came of it stays."""
    _switch(source_id, is_enabled=False, as_json=as_json)


@app.command("import-opml")
def sources_import_opml(
    file: Annotated[Path, typer.Argument(help="A list of feeds as other readers export it; it need not be valid XML.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Register every feed of an OPML list."""
    from dataclasses import asdict

    from pipelines.sources.opml import read_opml
    from pipelines.sources.own import import_outlines

    try:
        found = read_opml(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error
    settings = load_settings()
    result = import_outlines(settings, found.outlines, dry_run=dry_run, check=_askable(settings))
    if as_json:
        counts = {
            "outlines": len(found.outlines),
            "headings": found.headings,
            "mended": found.mended,
            "dry_run": dry_run,
        }
        added = [source.model_dump() for source in result.added]
        print_json({"file": str(file)} | counts | asdict(result) | {"added": added})
        return
    print_lines(f"mended: {fault}" for fault in found.mended)
    print_lines(f"refused: line {row['line']}: {row['url']}: {row['reason']}" for row in result.refused)
    print_lines(f"{'would add' if dry_run else 'added'}: {source.source_id}  {source.url}" for source in result.added)
    out.print(
        f"{len(found.outlines)} feeds in {file.name}: {len(result.added)} {'to add' if dry_run else 'added'}, {len(result.known)} known, "
        f"{len(result.repeated)} repeated, {len(result.refused)} refused.",
        markup=False,
    )


@app.command("export-opml")
def sources_export_opml(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; else standard output.")] = None,
    own: Annotated[bool, typer.Option("--own", help="Only what stands in your sources.csv.")] = False,
    as_json: Json = False,
) -> None:
    """Write the enabled feeds as an OPML list that other readers can import."""
    from pipelines.sources.opml import write_opml
    from pipelines.sources.registry import all_sources

    enabled = [row.source for row in all_sources(load_settings()) if row.source.is_enabled and (row.is_own or not own)]
    rows = [source for source in enabled if source.kind != "sitemap"]
    left_out = len(enabled) - len(rows)
    content = write_opml(rows, "Newsledger")
    if file is None and not as_json:
        typer.echo(content.decode())
        return
    if file is not None:
        try:
            file.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    if as_json:
        print_json(
            {
                "file": str(file) if file else None,
                "sources": len(rows),
                "sitemaps_left_out": left_out,
                "opml": None if file else content.decode(),
            }
        )
    else:
        less = f"; {left_out} sitemaps are left out, which no other reader knows" if left_out else ""
        out.print(f"Wrote {len(rows)} feeds to {file}{less}.", markup=False)


def _none_like_that(everything: Sequence["Registered"], wanted: dict[str, str | None]) -> str:
    """Why a list is empty: names the first value that no source has, with those that there are."""
    for name, value in wanted.items():
        there = sorted({str(said) for row in everything if (said := getattr(row.source, name))})
        if value is not None and value.lower() not in there:
            near = there if len(there) <= 50 else get_close_matches(value.lower(), there, n=3)
            others = f"; there are {', '.join(near)}" if near else ""
            return f"No source has the {name.removesuffix('_code').replace('publisher_', '')} {value!r}{others}."
    return "No source is like that; `newsledger sources list` shows all."


def _askable(settings: Settings) -> Callable[[str], object]:
    """What refuses an address that no run would ask: of this machine, of an inner network, with a password in it."""
    from pipelines.articles.addresses import AddressRefusedError, check_address

    def check(url: str) -> None:
        try:
            check_address(url, allow_loopback=settings.allow_loopback)
        except AddressRefusedError as error:
            raise UsageError(f"{url}: {error}; only addresses of the public web are read.") from error

    return check


def _lower(code: str | None) -> str | None:
    return code.lower() if code else None


def _switch(source_id: str, *, is_enabled: bool, as_json: bool) -> None:
    from pipelines.sources.own import set_enabled

    set_enabled(load_settings(), source_id, is_enabled=is_enabled)
    done = "enabled" if is_enabled else "disabled"
    _say(source_id, done, f"{source_id} is {'read by the next runs' if is_enabled else 'read no more'}.", as_json)


def _say(source_id: str, done: str, line: str, as_json: bool) -> None:
    if as_json:
        print_json({"source_id": source_id, "done": done})
    else:
        out.print(line, markup=False)
