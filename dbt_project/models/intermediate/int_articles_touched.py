"""The article versions that this build makes again. One row a version."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.warehouse.touched import articles_touched

    dbt.ref("int_articles_new")
    dbt.ref("int_names_shown_otherwise")
    return articles_touched(session)
