"""More about a match, from the words round it: the kind of deal, of sum, of suit, of agreement (``tables/kinds.yml``)."""

from pipelines.extraction.rules.tabled import Table
from pipelines.extraction.sparse import Rows

_TABLE = Table("kinds")
DEAL_KINDS = Rows(_TABLE.rules("deal_kinds", "sets"))
AGREEMENT_KINDS = Rows(_TABLE.rules("agreement_kinds", "sets"))
ACTIONS = Rows(_TABLE.rules("actions", "sets"))
CLAIM_BASES = Rows(_TABLE.rules("claim_bases", "basis"))
CUMULATIVE, CUMULATIVE_ELSEWHERE, ALL_TOLD, ONE_OCCASION = (
    _TABLE.sparse(name) for name in ("cumulative", "cumulative_elsewhere", "all_told", "one_occasion")
)
NOT_YET, DONATED, EACH = (_TABLE.sparse(name) for name in ("not_yet", "donated", "each"))
LESS_THAN = _TABLE.plain("less_than")
COMPUTE, LARGE, ROUND, PERCENT = (_TABLE.sparse(name) for name in ("compute", "large", "round", "percent"))
DEAL_SUM, OTHER_SUM, OWNED = (_TABLE.sparse(name) for name in ("deal_sum", "other_sum", "owned"))
AUTHORITY, REGULATOR, COURT = (_TABLE.sparse(name) for name in ("authority", "regulator", "court"))
REPLACING, ADDING, EXCLUSIVE, FORUM = (_TABLE.sparse(name) for name in ("replacing", "adding", "exclusive", "forum"))
GIVEN_UP = _TABLE.sparse("given_up")
