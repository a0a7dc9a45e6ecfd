"""Whom each claim goes back to, and how much it says by itself. One row a claim."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import claim_origins, registry

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
    dbt.ref("int_articles_touched")
    touched = "article_id in (select article_id from intermediate.int_articles_touched)"
    return claim_origins(
        dbt.ref("int_claims_resolved").filter(touched),
        dbt.ref("int_articles_traced").filter(touched),
        dbt.ref("int_organization_lineages"),
        publishers,
        listed,
    )
