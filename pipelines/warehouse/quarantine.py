"""What gates kept out: rows that broke a row rule, batches that were refused."""

from pipelines import clock
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.lock import store_lock
from pipelines.warehouse.pending import claims, not_judged, refused_batches


def kept_out(settings: Settings) -> list[dict[str, str]]:
    """Refused batches, claims that wait for their articles, articles set aside, quarantined rows: each with its reason."""
    lake = Lake(settings.lake_dir)
    found = [
        {"what": "batch", "name": f"{record['kind']}/{record['batch_name']}", "reason": record["reason"]}
        for record in refused_batches(lake)
    ]
    if settings.warehouse_path.exists():
        with store_lock(settings, "quarantine list"), warehouse(settings) as connection:
            rows = connection.execute("select table_name, row_json, reason from raw.quarantined_rows").fetchall()
            aside = connection.execute(
                "select coalesce(url, given_id, article_id), set_aside, coalesce(set_aside_detail, '') from raw.articles "
                "where set_aside is not null order by all"
            ).fetchall()
            # With these their claims will enter.
            due = {batch.name for batch in not_judged(lake, connection, "articles")}
            waiting = claims(lake, connection)[1].items()
        found += [
            {"what": "batch", "name": f"claims/{batch.name}", "reason": f"waits: {why}"}
            for batch, why in waiting
            if lake.articles_read_by(batch).name not in due
        ]
        found += [{"what": "article", "name": name, "reason": f"{reason}: {detail}"} for name, reason, detail in aside]
        found += [{"what": "row", "name": f"{table} {row[:200]}", "reason": reason} for table, row, reason in rows]
    return found


def retry_refused(settings: Settings) -> int:
    """Let refused batches be judged again: say so in the lake, where the refusal stands too."""
    lake = Lake(settings.lake_dir)
    refused = refused_batches(lake)
    at = clock.now().strftime("%Y%m%dT%H%M%S.%fZ")
    for record in refused:
        verdict = {"verdict": "retry", "kind": record["kind"], "batch_name": record["batch_name"], "at": at}
        lake.append_record("verdicts", f"{record['kind']}-{record['batch_name']}-{at}-retry", verdict)
    return len(refused)
