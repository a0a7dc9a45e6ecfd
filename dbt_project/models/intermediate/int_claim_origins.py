"""Whom each claim goes back to, and how much it says by itself. One row a claim."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import claim_origins, registry
    from pipelines.warehouse.pieces import rows_made

    publishers = dbt.ref("stg_registry__publishers")
    listed = registry(
        organizations=dbt.ref("stg_registry__organizations"),
        aliases=dbt.ref("stg_registry__aliases"),
        descriptions=dbt.ref("stg_registry__descriptions"),
        products=dbt.ref("stg_registry__products"),
        models=dbt.ref("stg_registry__models"),
        publishers=publishers,
        publisher_aliases=dbt.ref("stg_registry__publisher_aliases"),
    )
    dbt.ref("int_claims_resolved")
    dbt.ref("int_articles_traced")
    return claim_origins(
        rows_made(session, "int_claims_resolved"),
        rows_made(session, "int_articles_traced"),
        dbt.ref("int_organization_lineages"),
        publishers,
        listed,
    )
