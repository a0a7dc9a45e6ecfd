-- What is known of each event today. One row a claim that stands.
{{ config(materialized='view') }}
select *
from {{ ref('int_event_claims_known') }}
where held_to is null
