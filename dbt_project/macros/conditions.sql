{#
  Whether a condition must come about before an agreement takes effect ("subject to regulatory approval"), which gives nobody a right
  to end it. What stands behind "subject to" and its like is one, unless it is the ending that is spoken of; behind other words, and
  bare, only approval, closing and their like are. What begins with "until", "unless" or "if" ends an agreement that stands.
#}
{% macro is_condition_precedent(condition) -%}
(
    not regexp_matches(
        {{ condition }}, '(?i)terminat|cancel|break clause|opt[- ]out|\bnotice\b|right to (end|leave|withdraw)|kündig|rescisi|résili'
    )
    and (
        regexp_matches(
            {{ condition }}, '(?i)^(subject to|pending|contingent|condition(al|ed) |depend|vorbehaltlich|sujet[oa]s? a|sous réserve)'
        )
        or (
            regexp_matches(
                {{ condition }},
                '(?i)approv|clearance|consent|sign-off|definitive|\bclos(ing|es|ed)\b|complet|ratif|authori[sz]|zustimm|genehmig|freigabe'
                '|aprob|aprueb|autori[csz]|approuv|approbation'
            )
            and not regexp_matches(
                {{ condition }},
                '(?i)^(until|till|unless|if|when|once|(as|so) long|as soon|solange|bis|hasta|salvo|jusqu|tant qu|sauf)\b'
            )
        )
    )
)
{%- endmacro %}

{# Whether a condition speaks of the renewal of a term. #}
{% macro is_of_renewal(condition) -%}
regexp_matches({{ condition }}, '(?i)\b(renew|extend|extension|roll(s|ed)? over|prorrog|renueve|renovaci|renouvel|prolong)|verlänger')
{%- endmacro %}

{# The condition that bounds a right; null where it only comes before the agreement. #}
{% macro bound_by(condition) -%}
case when not {{ is_condition_precedent(condition) }} then {{ condition }} end
{%- endmacro %}
