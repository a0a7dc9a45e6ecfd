"""The event of each claim. One row a claim that stands; no event for an ambiguous one, and the events it fits."""


def model(dbt, session):
    from pipelines.warehouse.dbt_models import claims_clustered

    dbt.ref("int_claims_touched")
    claims = dbt.ref("int_claims_resolved").filter(
        "claim_key in (select claim_key from intermediate.int_claims_touched)"
    )
    return claims_clustered(claims, dbt.ref("int_organization_lineages"))
