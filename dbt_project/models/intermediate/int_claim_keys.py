"""Where each group of claims is to be looked for. One row a group and block key."""


def model(dbt, session):
    from pipelines.warehouse.pieces import rows_made
    from pipelines.warehouse.touched_claims import claim_keys

    claims = dbt.ref("int_claims_gathered").set_alias("claims")
    dbt.ref("int_claims_clustered")
    clustered = rows_made(session, "int_claims_clustered").project("claim_key, group_key").set_alias("clustered")
    return claim_keys(claims.join(clustered, "claim_key"), dbt.ref("int_organization_lineages"))
