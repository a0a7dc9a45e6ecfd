-- The claims that this build gathers into events again, as they are now. One row a claim; in a full build, every claim.
select *
from {{ ref('int_claims_resolved') }}
where {{ lying_where(ref('int_claims_resolved'), touched_claims()) }}
