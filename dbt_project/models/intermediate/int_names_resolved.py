"""What each name printed in a claim means. One row a name and the role it was printed in (party, product or model)."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.warehouse.dbt_models import names_resolved, registry

    listed = registry(
        organizations=dbt.ref("stg_registry__organizations"),
        aliases=dbt.ref("stg_registry__aliases"),
        descriptions=dbt.ref("stg_registry__descriptions"),
        products=dbt.ref("stg_registry__products"),
        models=dbt.ref("stg_registry__models"),
    )
    return names_resolved(session, dbt.ref("int_names_new"), listed)
