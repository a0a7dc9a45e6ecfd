"""Which articles carry one text. One row a readable article version."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import stories
    from pipelines.warehouse.pieces import rows_made

    dbt.ref("int_articles_versioned")
    return stories(rows_made(session, "int_articles_versioned"), dbt.ref("int_sketches_common"))
