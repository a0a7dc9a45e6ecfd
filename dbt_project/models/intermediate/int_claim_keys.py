"""Where each group of claims is to be looked for. One row a block key and a claim that stands for all with its slots in the group."""


def model(dbt, session):
    from pipelines.warehouse.touched_claims import claim_keys

    dbt.ref("int_claims_touched")
    touched = "claim_key in (select claim_key from intermediate.int_claims_touched)"
    claims = dbt.ref("int_claims_resolved").filter(touched).set_alias("claims")
    clustered = dbt.ref("int_claims_clustered").filter(touched).project("claim_key, group_key").set_alias("clustered")
    return claim_keys(claims.join(clustered, "claim_key"), dbt.ref("int_organization_lineages"))
