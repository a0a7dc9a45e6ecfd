"""The event of each claim. One row a claim that stands; no event for an ambiguous one, and the events it fits."""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.warehouse.dbt_models import claims_clustered

    return claims_clustered(dbt.ref("int_claims_resolved"), dbt.ref("int_organization_lineages"))
