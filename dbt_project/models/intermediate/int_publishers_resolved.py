"""Which listed publisher printed each article, and whom it credits; what is not listed keeps a key of its own."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import publishers_resolved, registry

    publishers = dbt.ref("stg_registry__publishers")
    listed = registry(publishers=publishers, publisher_aliases=dbt.ref("stg_registry__publisher_aliases"))
    return publishers_resolved(session, dbt.ref("int_articles_versioned"), publishers, listed)
