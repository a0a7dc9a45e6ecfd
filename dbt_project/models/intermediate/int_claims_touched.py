"""The claims that this build gathers into events again, with the event and the group that each was of. One row a claim."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.warehouse.touched_claims import claims_touched

    dbt.ref("int_articles_touched")
    return claims_touched(session, dbt.ref("int_claims_resolved"), dbt.ref("int_organization_lineages"))
