"""Which articles carry one text. One row a readable article version."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.warehouse.dbt_models import stories

    return stories(dbt.ref("int_articles_versioned"))
