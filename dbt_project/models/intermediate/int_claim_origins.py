"""Whom each claim goes back to, and how much it says by itself. One row a claim that this build makes again."""


def model(dbt, session):
    dbt.config(materialized="table")
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
    claims = dbt.ref("int_claims_known").project("claim_key, article_id, attribution, attributed_to_as_stated")
    return claim_origins(
        claims.set_alias("claims").join(dbt.ref("int_claim_names").set_alias("names"), "claim_key"),
        dbt.ref("int_articles_traced"),
        dbt.ref("int_organization_lineages"),
        publishers,
        listed,
    )
