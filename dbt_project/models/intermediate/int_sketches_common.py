"""The values of sketches that so many texts hold that they are boilerplate. One row a value; values are only ever added."""


def model(dbt, session):
    from pipelines.warehouse.touched import sketches_common

    dbt.ref("int_articles_touched")
    return sketches_common(session)
