"""Which articles carry one text. One row a readable article version that this build makes again."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.warehouse.dbt_models import stories

    return stories(dbt.ref("int_articles_versioned"), dbt.ref("int_sketches_common"))
