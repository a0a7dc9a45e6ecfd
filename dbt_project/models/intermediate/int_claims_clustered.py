"""The event of each claim. One row a claim that stands; no event for an ambiguous one, and the events it fits."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import claims_clustered

    return claims_clustered(dbt.ref("int_claims_gathered"), dbt.ref("int_organization_lineages"))
