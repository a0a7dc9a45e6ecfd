-- Every name that a claim prints, with the role it has there. One row a claim, role and position.
{{ names_printed(ref('int_claims_known')) }}
