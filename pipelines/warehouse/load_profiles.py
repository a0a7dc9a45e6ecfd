"""What loads were like, one row a batch, so that a new one is held against those before it and nothing else is read.

Such a comparison never keeps a batch out: what enters may not depend on the order in which it comes. It holds the release until
fresh news makes up for it (a stale load) or somebody accepts it.
"""

from typing import TYPE_CHECKING

import duckdb

from pipelines.warehouse import gates

if TYPE_CHECKING:
    import pandas as pd

SUITE = "raw/loads"
_KINDS = {"raw.articles": "articles", "raw.claims": "claims"}
_BY_HAND = "'inbox', 'queue', 'warc'"  # old news may be handed in at any time; a feed's is new
_AS_MANY_BEFORE = 20
_LOADS_TO_COMPARE = 5
# Sums differ by 0.91 powers of ten (standard deviation; 65 claims of the sample newsroom, 2026-11-26): the mean of 20 by 0.20.
_ENOUGH = 20
_LIVE_DAYS = 2  # feeds that are read as they appear; a store of old news (the sample newsroom's is of March 2026) is no fresher by chance


def note(connection: duckdb.DuckDBPyConnection, table: str, fresh: str, load_id: str) -> None:
    """Keep what each staged batch was like, in the transaction of its rows."""
    if table not in _KINDS:
        return
    lag = amount = "null::double"
    if table == "raw.articles":
        lag = (
            f"case when source_id not in ({_BY_HAND}) then date_diff('second', published_at, retrieved_at) / 86400 end"
        )
    else:
        amount = "log10(amount_value)"
    # Each sum once: a day on which all tell of one deal is no slip of a unit.
    connection.execute(
        f"insert into raw.load_profiles select ?, batch_name, ?, count(row_position), count({lag}), min({lag}), "
        f"count(distinct {amount}), sum(distinct {amount}) "
        f"from staged_batches left join {fresh} using (batch_name) group by batch_name order by batch_name",
        [load_id, _KINDS[table]],
    )


def judge(connection: duckdb.DuckDBPyConnection) -> gates.Verdict:
    """Hold the loads that were not judged yet against those that passed."""
    frame = compared(connection)
    return gates.check(SUITE, frame, "load") if len(frame) else gates.Verdict(SUITE, 0)


def passed(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on the others are held against these too."""
    connection.execute(
        "insert into raw.judged_loads select distinct load_id from raw.load_profiles "
        "where load_id not in (select load_id from raw.judged_loads)"
    )


def compared(connection: duckdb.DuckDBPyConnection) -> "pd.DataFrame":
    """One row a new load and kind: what it is of what loads before were; null where there is too little to compare.

    Whether news is stale is asked of all new loads together, so that fresh news makes up for it.
    """
    return connection.execute(
        f"""
        with loads as (
            select
                load_id, kind, sum(row_count) as row_count, sum(dated_count) as dated_count, min(least_lag_days) as least_lag_days,
                sum(amount_count) as amount_count, sum(amount_log_sum) as amount_log_sum,
                load_id in (select load_id from raw.judged_loads) as is_judged
            from raw.load_profiles group by load_id, kind
        ),
        recent as (
            select * from loads where is_judged
            qualify row_number() over (partition by kind order by load_id desc) <= {_AS_MANY_BEFORE}
        ),
        usual as (
            select
                kind, case when count(*) >= {_LOADS_TO_COMPARE} then median(row_count) end as row_count,
                case
                    when sum(dated_count) >= {_ENOUGH} and median(least_lag_days) <= {_LIVE_DAYS} then median(least_lag_days)
                end as least_lag_days,
                case when sum(amount_count) >= {_ENOUGH} then sum(amount_log_sum) / sum(amount_count) end as amount_log
            from recent group by kind
        )
        select
            loads.kind || ' of load ' || loads.load_id as load, loads.row_count::bigint as row_count,
            loads.row_count / usual.row_count as row_share,
            case
                when sum(loads.dated_count) over (partition by loads.kind) >= {_ENOUGH}
                then min(loads.least_lag_days) over (partition by loads.kind) - usual.least_lag_days
            end as days_behind,
            case
                when loads.amount_count >= {_ENOUGH} then loads.amount_log_sum / loads.amount_count - usual.amount_log
            end as amount_shift
        from loads left join usual using (kind)
        where not loads.is_judged and loads.row_count > 0
        order by all
        """
    ).df()
