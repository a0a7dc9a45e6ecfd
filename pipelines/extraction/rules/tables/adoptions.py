"""Ways of saying that somebody tries, uses, offers or drops somebody's model."""

from pipelines.extraction.rules.pattern import Pattern

_TEST = ("test", "trial", "pilot", "evaluat", "experiment", "tries", "trying", "assess")
_USE = (
    "use", "using", "adopt", "deploy", "roll", "integrat", "incorporat", "embed", "add", "bring", "brought", "tap", "leverag", "utili", "select", "pick", "choos", "chose",
    "draw", "drew", "employ", "offer", "make", "gain", "buy", "rely", "relied", "relies", "run", "ran", "build", "built", "switch", "turn", "mov", "standard", "host", "support", "plug", "access", "open", "opt", "bak", "licens", "equip",
)  # fmt: skip
_DROP = ("drop", "ditch", "stop", "ban", "phas", "mov", "abandon", "remov", "cut", "swap", "replac", "retir", "cancel", "block")
_MODEL_WORDS = r"(?:(?:ai|language|foundation|frontier|large|third-party|open|alternative|generative|reasoning|different|other|its|the|artificial|intelligence|new|latest|several|multiple) ){0,5}(?:models?|technolog(?:y|ies)|llms?|systems?|tools?|ai)"
_INTO = r"(?:{.110} (?:in|into|within|across|inside|on|parts of|features of|functions of) {product:K})?"
_FOREIGN = r"(?!'s? (?:cloud|gpus?|chips?|tpus?|data ?cent|servers?|hardware|infrastructure|compute|office|campus|store|shares|stock|employees|staff|ceo)| (?:cloud|gpus?|chips?|tpus?|hardware|compute|servers|employees|data ?cent))"


def _p(name: str, stems: tuple[str, ...], text: str, stage: str = "deployed", one_per: str | None = None, **sets: str) -> Pattern:
    return Pattern(name, "model_adoption", stems, text, stage, sets, one_per)


ADOPTIONS: tuple[Pattern, ...] = (
    _p("test models from", _TEST, rf"{{adopter:ONRGK}}{{AUX}}{{TEST}}{{~30}} ?{_MODEL_WORDS}{{~60}} (?:from|by|of|made by|including|such as) {{~60}}{{provider:ONLK+}}{_INTO}", "testing", "provider"),
    _p("test model", _TEST, rf"{{adopter:ONRGK}}{{AUX}}{{TEST}} {{model:LK+}}{_INTO}", "testing", "model"),
    _p("test somebody's", _TEST, rf"{{adopter:ONRGK}}{{AUX}}{{TEST}} {{provider:ON+}}(?:'s)? {{MODELS}}{_INTO}", "testing", "provider"),
    _p("use of model", _USE, rf"{{adopter:ONRGK+}}{{AUX}}{{USE}} {{model:LK+}}{{NOT_GOODS}}{_INTO}", one_per="model"),
    _p("use somebody's model", _USE, rf"{{adopter:ONRGK+}}{{AUX}}{{USE}} {{provider:ON+}}(?:'s?)? (?:[a-z0-9'-]+ ){{0,4}}(?:models?|llms?|chatbots?|assistants?|ai (?:search engine|technology|tools?|assistant|systems?|models?|software))\b{_INTO}", one_per="provider"),
    _p("use somebody's named model", _USE, rf"{{adopter:ONRGK+}}{{AUX}}{{USE}} {{provider:ON}}'s (?:[a-z0-9-]+ ){{0,5}},?\"?{{model:LK+}}{_INTO}", one_per="provider"),
    _p("use models from", _USE, rf"{{adopter:ONRGK}}{{AUX}}{{USE}}{{~30}} ?(?:models?|llms?|technolog(?:y|ies)|ai)(?: made| developed| built)? (?:from|by|of) {{~40}}{{provider:ONLK+}}{_INTO}", one_per="provider"),
    _p("integrate a maker", ("integrat", "embed", "add", "bring", "build"), r"{adopter:ONR}{AUX}(?:integrat\w+|embed\w*|add(?:s|ed|ing)?|bring(?:s|ing)?|brought|bak(?:e|es|ed|ing)) {provider:ON} (?:in|into|to|across|directly into) (?:its |the )?(?:{product:K}|[a-z0-9 -]{0,30}(?:phones?|devices?|apps?|browser|products?|services?|platform|software|assistant|suite|search))"),
    _p("build on", ("build", "built", "bas", "train"), r"{adopter:ONRK}{AUX}(?:build\w*|built|bas(?:es|ed)|fine-tun\w+|train(?:s|ed)){~40} (?:on|with|using|around|on top of) {model:L}"),
    _p("access withdrawn", ("access",), r"{provider:ON}{AUX}(?:cut\w*(?: off)?|revok\w+|block\w*|restrict\w*|end(?:s|ed|ing)|pull\w*) {adopter:ON}'s? access to (?:{model:LK}|its (?:[a-z]+ ){0,2}models?)", "dropped"),
    _p("plans dropped", ("plan",), r"{adopter:ONRG}{AUX}(?:dropp?(?:s|ed|ing)|abandon\w*|scrap\w*|shelv\w+) (?:its |the )?plans? (?:to|for) {~30}{model:LK}", "declined"),
    _p("base product on", ("base", "build", "run", "power"), r"\b(?:base|build|run|power) {~10}{product:K} (?:on|with|using|around) {model:LK}", "announced"),
    _p("use mix", ("mix", "combination", "blend"), r"{adopter:ONRK}{AUX}(?:use[sd]?|utili[sz]es?|relies on|combines?){~20}(?:mix|combination|blend) of {~40}{provider:ONLK+} (?:technolog|models?|ai)", one_per="provider"),
    _p("powered by", ("power", "driven", "underpin", "built on", "based on", "runs on", "run on", "built with", "built using", "running on"), r"{product:KONLR}(?:'s)?{AUX}?(?:{~60})? ?(?:powered|driven|underpinned|backed|run|runs|running|built|based)(?: in part| partly| entirely)? (?:by|on top of|on|using|with|around|atop) {model:LKON+}" + _FOREIGN + r"(?! (?:gpus?|chips?|cloud|web services))", one_per="model"),
    _p("powers", ("power", "underpin"), r"{model:LKON}(?:'s [a-z ]{0,30})?{AUX}(?:power(?:s|ed|ing)?|underpin\w*) {product:KON}(?! (?:data|cent))"),
    _p("engine of", ("engine", "model behind"), r"{model:LK}{~30}(?:engine|model) (?:powering|behind|for|of) {product:KON}"),
    _p("available in", ("availab", "com", "arriv", "land", "live", "integrat", "embed", "add", "roll", "built", "bake", "launch"), r"{model:LK}{AUX}(?:available|coming|comes?|came|arriv\w+|lands?|landed|landing|live|integrated|embedded|added|rolled out|rolling out|built|baked|launch\w*|expand\w*){~30} (?:in|on|to|into|inside|within|through|via|across) {product:KONR+}", one_per="product"),
    _p("integration of", ("integrat", "embed", "add"), r"integrat(?:ion|ing) (?:of )?{model:LK}{~60} (?:in|into|with|across|as the engine powering) {product:KONR}"),
    _p("bring to", ("bring", "put", "add", "brought", "build", "built", "integrat", "embed", "bak"), r"(?:bring|put|add|integrat|embed|brought|build|built|bak)\w* {model:LK}{~30} (?:in|into|to|inside|directly to|directly in) {product:KON}"),
    _p("bring maker's to", ("bring", "put", "add", "brought", "build", "built", "integrat", "embed", "bak"), r"(?:bring|put|add|integrat|embed|brought|build|built|bak)\w* {provider:ON}'s {MODELS}{~30} (?:in|into|to|inside) {product:KON}"),
    _p("part of product", ("part of",), r"{provider:ON}'s (?:[a-z0-9-]+ ){1,4}(?:will be|is|becomes?|to be){~20} part of {product:KON}", "announced"),
    _p("allow to use", ("allow", "let", "giv", "enabl", "access"), r"(?:allow\w*|let(?:s|ting)?|giv\w+|enabl\w+|gave|grant\w*) {adopter:ONG}{~60} (?:to use|access to|use of|to access) {model:LK}", "announced"),
    _p("make available to", ("availab", "access", "offer", "provid", "deploy"), r"{provider:ON}{AUX}(?:mak\w+|made|offer\w*|provid\w+|giv\w+|gave|deploy\w*|suppl\w+|sell\w*) {model:LK}(?: available)?{~20} (?:to|for|at|across) {adopter:ONG+}", "announced", one_per="adopter"),
    _p("replace with", ("replac", "swap", "switch"), r"{adopter:ONRGK}{AUX}(?:replac\w+|swap\w*(?: out)?|switch\w* from) (?:<[ON]\d+>'s )?{dropped:LKON}{~40} (?:with|for|to|by) {model:LKON}", relation="replacing"),
    _p("drop model", _DROP, r"{adopter:ONRGK}{AUX}{DROP} {model:LK+}" + _FOREIGN, "dropped", "model"),
    _p("drop somebody's", _DROP, r"{adopter:ONRGK}{AUX}{DROP} {provider:ON+}'s (?:[a-z-]+ ){0,3}(?:models?|technology|llms?|chatbots?|ai)\b", "dropped", "provider"),
    _p("stop use of", ("use of", "using"), r"{adopter:ONRGK}{AUX}(?:bans?|banned|banning|block(?:s|ed)?|prohibit\w*|restrict\w*|halt\w*|ends?|ended|ending|stops?|stopped|cease[sd]?){~30} (?:use of|using) {model:LKON+}", "dropped", "model"),
    _p("somebody's use", ("use of", "adoption of", "deployment of"), r"{adopter:ONRGK}(?:'s)? (?:own )?(?:use|adoption|deployment|rollout|integration) of {model:LK+}" + _INTO, one_per="model"),
    _p("used by", ("used by", "adopted by", "deployed by", "deployed at", "used at"), r"{model:LK}{AUX}(?:used|adopted|deployed|chosen|selected|tested) (?:by|at|across|within) {adopter:ONG+}", one_per="adopter"),
    _p("customers", ("customer", "client"), r"{provider:ONR}{~30}(?:customers|clients),? (?:now )?(?:include|includes|including|such as|like) {adopter:ON+}", one_per="adopter"),
    _p("standardise staff", ("employees", "staff", "workers", "engineers", "developers"), r"{adopter:ONRGK}(?:'s)? (?:[a-z0-9,-]+ ){0,4}(?:employees|staff|workers|engineers|developers|researchers|agencies|personnel){AUX}(?:use|using|used|access to|given|get) {model:LK+}", one_per="model"),
)
