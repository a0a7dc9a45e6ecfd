"""What gates kept out: rows that broke a row rule, batches that were refused."""

from typing import Any

from pipelines import clock
from pipelines.errors import UsageError
from pipelines.lake import Lake
from pipelines.settings import Settings
from pipelines.warehouse.connection import warehouse
from pipelines.warehouse.lock import store_lock
from pipelines.warehouse.pending import claims, not_judged, refused_batches

_REFUSED_CLAIMS = """
with articles as (
    select article_id, any_value(coalesce(url, given_id, article_id)) as article, max(retrieved_at) as retrieved_at
    from raw.articles
    where article_id in (select article_id from raw.rejected_claims)
    group by article_id
)

select rejected.reason, rejected.detail, rejected.claim_type, articles.article, rejected.quote, rejected.article_id, rejected.claim
from raw.rejected_claims as rejected
inner join raw.extraction_in_force as in_force
    on rejected.extractor = in_force.extractor
    and coalesce(rejected.standing_in_for, rejected.extractor_model) is not distinct from in_force.extractor_model
    and rejected.prompt_version is not distinct from in_force.prompt_version
left join articles on rejected.article_id = articles.article_id
where $1 is null or rejected.reason = $1
order by articles.retrieved_at desc, rejected.article_id, rejected.position
limit $2
"""


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


def refused_claims(settings: Settings, *, reason: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """Claims that were proposed and not kept, of the extraction in force, newest article first: each with reason and quote.

    Raises:
        UsageError: Nothing was loaded yet, or no claim was refused for that reason; the message says for which there are.
    """
    if not settings.warehouse_path.exists():
        raise UsageError("Nothing was loaded yet; `newsledger build` does that.")
    with store_lock(settings, "quarantine claims"), warehouse(settings) as connection:
        reasons = {name for (name,) in connection.execute("select distinct reason from raw.rejected_claims").fetchall()}
        if reason is not None and reason not in reasons:
            raise UsageError(f"No claim was refused for {reason!r}; there are: {', '.join(sorted(reasons)) or 'none'}.")
        found = connection.execute(_REFUSED_CLAIMS, [reason, limit])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def retry_refused(settings: Settings) -> int:
    """Let refused batches be judged again: say so in the lake, where the refusal stands too."""
    lake = Lake(settings.lake_dir)
    refused = refused_batches(lake)
    at = clock.now().strftime("%Y%m%dT%H%M%S.%fZ")
    for record in refused:
        verdict = {"verdict": "retry", "kind": record["kind"], "batch_name": record["batch_name"], "at": at}
        lake.append_record("verdicts", f"{record['kind']}-{record['batch_name']}-{at}-retry", verdict)
    return len(refused)
