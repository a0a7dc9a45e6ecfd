"""How each source does. One row a source that was looked at in the four weeks before the newest look."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.sources.health import health

    return health(dbt.ref("stg_collect__source_checks"))
