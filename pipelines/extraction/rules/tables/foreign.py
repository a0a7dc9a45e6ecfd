"""The main verbs of German, Spanish and French news; names, money and dates come from the same grammars as in English."""

from pipelines.extraction.rules.pattern import Pattern
from pipelines.schemas.claim import ClaimType

_ROUND = {"deal_type": "equity_round", "amount_kind": "raise"}
_PUT = {"amount_kind": "tranche"}
_OWN = {"deal_type": "acquisition", "amount_kind": "deal_value"}
_BUY = {"deal_type": "compute_commitment", "amount_kind": "contract_value"}


def _rows(language: str, *rows: tuple[str, ClaimType, tuple[str, ...], str, str, dict[str, str]]) -> tuple[Pattern, ...]:
    return tuple(Pattern(f"{language} {name}", kind, stems, text, stage, sets, language=language) for name, kind, stems, text, stage, sets in rows)


GERMAN = _rows(
    "de",
    ("raise", "investment", ("sammel", "erhält", "erhielt", "holt", "sicher", "schließt", "eingesammelt", "aufgenommen", "erhalten"), r"{recipient:ON}{.70}(?:sammelt\w*|erhält|erhielt|holte?|sicherte?|schließt|hat|haben){.90}{amount}(?:{.60}(?:eingesammelt|erhalten|aufgenommen|\bein\b))?", "effective", _ROUND),
    ("invest", "investment", ("invest", "steckt", "pumpt", "beteilig", "trägt"), r"{investors:ON+}{.60}(?:investier\w+|steckt\w*|pumpt\w*|will|wird|hat|haben){.40}{amount}{.30} in (?:den |die |das )?{recipient:ON}", "effective", _PUT),
    ("share of round", "investment", ("trägt", "steuert", "davon"), r"(?:trägt|steuert|übernimmt) {investors:ON}{.30}(?:mit |davon )?{amount}", "announced", _PUT),
    ("acquire", "investment", ("übern", "kauf", "erwirb"), r"{investors:ON}{.30}(?:übernimmt|kauft|kaufte|erwirbt|will|hat|übernahm){~30} {recipient:ON}(?:{.30}für{~15}{amount})?(?:{.40}(?:übernehmen|kaufen|gekauft|übernommen|erworben))?", "effective", _OWN),
    ("sue", "legal_action", ("klag",), r"{plaintiffs:ONPG+}{.40}(?:verklagt\w*|klagt\w* gegen|klage gegen|klage{.30}gegen|hat|haben) {defendants:ON+}", "filed", {}),
    ("suit against", "legal_action", ("klage",), r"klage (?:von|der|des) {plaintiffs:ONP+}{.20} gegen {defendants:ON+}", "filed", {}),
    ("probe", "legal_action", ("ermittel", "untersuch", "verfahren", "prüft"), r"{plaintiffs:ONG}{.30}(?:ermittelt\w*|untersucht\w*|eröffnet\w*|leitet\w*){.50}(?:gegen|zu) {defendants:ON+}", "probe_opened", {"action_type": "regulatory_probe"}),
    ("agree", "partnership", ("vereinbarung", "partnerschaft", "abkommen", "kooperation", "zusammenarbeit", "vertrag", "allianz"), r"{parties:ON+}{.120}(?:vereinbarung|partnerschaft|abkommen|kooperation|zusammenarbeit|vertrag|allianz)", "signed", {}),
    ("agree with", "partnership", ("vereinbarung", "partnerschaft", "abkommen", "kooperation", "zusammenarbeit", "vertrag", "allianz"), r"{a:ON}{.90}(?:vereinbarung|partnerschaft|abkommen|kooperation|zusammenarbeit|vertrag|allianz){.20} mit {b:ON+}", "signed", {}),
    ("use models", "model_adoption", ("nutz", "einsetz", "setzt", "verwend", "integrier"), r"{adopter:ON}{.60}(?:in (?:\w+ )?{product:K}{.30})?(?:ki-)?modelle? von {provider:ON}{.40}(?:nutz|einsetz|setzt|verwend|integrier)\w*", "deployed", {}),
    ("use model", "model_adoption", ("nutz", "einsetz", "setzt", "verwend", "integrier"), r"{adopter:ON}{.30}(?:nutzt|setzt|verwendet|integriert){.30} {model:LK}(?:{.40} in {product:K})?", "deployed", {}),
)  # fmt: skip
SPANISH = _rows(
    "es",
    ("raise", "investment", ("recaud", "levant", "capt", "cierra", "cerr", "obt", "consig", "logr"), r"{recipient:ON}{.70}(?:recaud\w+|levant\w+|capt\w+|cierra|cerró|cerrado|obtiene|obtuvo|obtenido|consigue|consiguió|logra|logró){~50}{amount}", "effective", _ROUND),
    ("invest", "investment", ("invert", "invier", "invirt", "inyect"), r"{investors:ON+}{.80}(?:inv[ie]+rt\w+|invirtió|inyect\w+){~40} ?{amount}{~50} en {recipient:ON}", "effective", _PUT),
    ("acquire", "investment", ("compr", "adquir", "adqui"), r"{investors:ON}{.40}(?:compra|compró|comprado|comprará|comprar|adquiere|adquirió|adquirido|adquirirá|adquirir)(?: a)? {recipient:ON}(?:{~30} por{~15} ?{amount})?", "effective", _OWN),
    ("compute", "investment", ("compr", "gast"), r"{investors:ON}{.60}(?:comprar|gastar|compra|compró|contratar){~20} ?(?:servicios|capacidad|computación|cómputo){~20} de {recipient:ONK}{~30} (?:por|de) {~15}{amount}", "announced", _BUY),
    ("sue", "legal_action", ("demand",), r"{plaintiffs:ONPG+}{.30}demand(?:a|ó|an|aron|ado) a {defendants:ON+}", "filed", {}),
    ("file suit", "legal_action", ("demanda", "querella"), r"{plaintiffs:ONPG+}{.30}(?:present\w+|interpus\w+|interpon\w+){~20} ?(?:demanda|querella){~20} contra {defendants:ON+}", "filed", {}),
    ("suit against", "legal_action", ("demanda",), r"demanda de {plaintiffs:ONP+} contra {defendants:ON+}", "filed", {}),
    ("probe", "legal_action", ("investig",), r"{plaintiffs:ONG}{.30}(?:investiga|abr\w+{~20}investigación{~10}(?:a|contra|sobre)) (?:a )?{defendants:ON+}", "probe_opened", {"action_type": "regulatory_probe"}),
    ("agree with", "partnership", ("acuerdo", "alianza", "contrato", "asocia", "colabora"), r"{a:ON}{.60}(?:firm\w+|anunci\w+|alcanz\w+|sell\w+|cerr\w+|cierra){~50} ?(?:acuerdo|alianza|contrato|asociación|colaboración){~40} con {b:ON+}", "signed", {}),
    ("agree", "partnership", ("acuerdo", "alianza", "contrato", "asocia", "colabora"), r"{parties:ON+}{.40}(?:firm\w+|anunci\w+|alcanz\w+|sell\w+|cerr\w+){~60}(?:acuerdo|alianza|contrato|asociación|colaboración)", "signed", {}),
    ("renegotiate", "partnership", ("renegoci",), r"{parties:ON+}{.40}renegoci\w+", "in_talks", {"agreement_type": "renegotiation"}),
    ("rights until", "partnership", ("derechos", "acceso"), r"(?:derechos|acceso) de {a:ON} (?:sobre|a) {.25}{b:ON}{.40}hasta (?P<until>20\d\d)", "effective", {"agreement_type": "ip_rights"}),
    ("stake", "investment", ("%", "por ciento", "participación"), r"{investors:ON}{.40}(?:tendrá|tiene|toma|tomará|recibe|recibirá|adquiere|posee){~30}\d ?(?:%|por ciento){~30} de {~25}{recipient:ON}", "announced", {"deal_type": "strategic_stake"}),
    ("use models", "model_adoption", ("us", "utiliz", "integr", "incorpor", "adopt"), r"{adopter:ON}{.40}(?:us(?:a|ar|ará|an)|utiliz\w+|integr\w+|incorpor\w+|adopt\w+){~30} ?modelos? de {provider:ON}(?:{.60} (?:en|de) {product:K})?", "deployed", {}),
    ("use model", "model_adoption", ("us", "utiliz", "integr", "incorpor", "adopt"), r"{adopter:ON}{.40}(?:us(?:a|ar|ará)|utiliza|utilizará|integra|integrará|incorpora|incorporará|adopta) (?:a )?{model:LK}(?:{.40} en {product:K})?", "deployed", {}),
)  # fmt: skip
FRENCH = _rows(
    "fr",
    ("raise", "investment", ("lèv", "lev", "boucl", "obt"), r"{recipient:ON}{.70}(?:lève|lèvent|levé|lever|boucle|bouclé|obtient|obtenu){~40} ?{amount}", "effective", _ROUND),
    ("invest", "investment", ("invest", "inject"), r"{investors:ON+}{.60}(?:investi\w*|inject\w+){~30} ?{amount}{~40} (?:dans|chez|en) {recipient:ON}", "effective", _PUT),
    ("acquire", "investment", ("rach", "acqui", "offre"), r"{investors:ON}{.40}(?:rachète|racheté|racheter|rachat de|acquiert|acquis|acquérir|s'offre){~8} {recipient:ON}(?:{~30} pour{~15} ?{amount})?", "effective", _OWN),
    ("sue", "legal_action", ("plainte", "poursui", "assign", "attaqu"), r"{plaintiffs:ONPG+}{.30}(?:porte plainte contre|portent plainte contre|porté plainte contre|poursuit|poursuivent|assigne\w*|attaque\w* en justice) {defendants:ON+}", "filed", {}),
    ("suit against", "legal_action", ("plainte",), r"plainte d(?:e |')?{plaintiffs:ONP+} contre {defendants:ON+}", "filed", {}),
    ("probe", "legal_action", ("enquêt",), r"{plaintiffs:ONG}{.30}(?:enquête sur|ouvr\w+{~20}enquête{~10}(?:sur|contre|visant)|ouvert{~20}enquête{~10}(?:sur|contre|visant)) {defendants:ON+}", "probe_opened", {"action_type": "regulatory_probe"}),
    ("agree with", "partnership", ("accord", "partenariat", "contrat", "alliance"), r"{a:ON}{.60}(?:sign\w+|annonc\w+|conclu\w*|nou\w+|scell\w+){~50} ?(?:accord|partenariat|contrat|alliance){~40} avec {b:ON+}", "signed", {}),
    ("agree", "partnership", ("accord", "partenariat", "contrat", "alliance"), r"{parties:ON+}{.40}(?:sign\w+|annonc\w+|conclu\w*|nou\w+|scell\w+){~60}(?:accord|partenariat|contrat|alliance)", "signed", {}),
    ("use models", "model_adoption", ("utilis", "intègr", "intégr", "adopt"), r"{adopter:ON}{.40}(?:utilis\w+|intègre\w*|intégr\w+|adopt\w+){~30} ?modèles? d(?:e |'){provider:ON}(?:{.60} dans {product:K})?", "deployed", {}),
    ("use model", "model_adoption", ("utilis", "intègr", "intégr", "adopt"), r"{adopter:ON}{.40}(?:utilise|utilisera|intègre|intégrera|adopte|adoptera) {model:LK}(?:{.40} dans {product:K})?", "deployed", {}),
)  # fmt: skip
FOREIGN: dict[str, tuple[Pattern, ...]] = {"de": GERMAN, "es": SPANISH, "fr": FRENCH}
