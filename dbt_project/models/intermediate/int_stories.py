"""Which articles carry one text. One row a readable article version."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import stories

    articles = dbt.ref("int_articles_versioned")
    dbt.ref("int_articles_touched")
    touched = articles.filter("article_id in (select article_id from intermediate.int_articles_touched)")
    return stories(touched, dbt.ref("int_sketches_common"))
