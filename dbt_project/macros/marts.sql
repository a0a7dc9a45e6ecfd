{# Every mart with its primary key, as its YAML's meta says it; tests/dbt holds the two together. #}
{% macro marts_with_keys() %}
{{ return({
    'bridge_event_links': ['event_key', 'linked_event_key', 'link_type'],
    'bridge_event_organizations': ['event_key', 'organization_id', 'role'],
    'dim_articles': ['article_id'],
    'dim_dates': ['date_day'],
    'dim_events': ['event_key'],
    'dim_models': ['model_id'],
    'dim_organizations': ['organization_id'],
    'dim_publishers': ['publisher_id'],
    'event_redirects': ['old_event_key'],
    'fct_claims': ['claim_key'],
    'fct_conflicts': ['event_key', 'field', 'value_low', 'value_high'],
    'fct_event_states': ['event_key', 'known_from'],
    'fct_investments': ['event_key'],
    'fct_legal_actions': ['event_key'],
    'fct_model_adoptions': ['event_key'],
    'fct_partnership_terms': ['event_key'],
    'release_info': ['release_id'],
    'rpt_ambiguous_claims': ['claim_key'],
    'rpt_load_scorecards': ['load_id', 'kind'],
    'rpt_money_by_month': ['month_date', 'month_basis', 'stage', 'amount_kind', 'is_committed', 'is_part'],
    'rpt_set_aside': ['thing', 'reason'],
    'rpt_unresolved_names': ['name_key', 'name_kind'],
}) }}
{% endmacro %}
