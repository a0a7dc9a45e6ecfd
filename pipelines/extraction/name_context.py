"""What stands around a name in a text: word boundaries, addresses, and the evidence that an ambiguous word is a name."""

import re
from bisect import bisect_right
from collections.abc import Container
from functools import cached_property

# Signs that mean the same are made one before matching, one for one, so that offsets hold.
_SAME = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"), ("\u00a0", " "), ("\u202f", " "))
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|gov|edu|mil|co|eu|uk|de|fr|it|es|nl|ch|jp|cn|kr|ca|au|us)(?:/\S*|\b)(?!\.\w)"
)
_INNER_SIGN = re.compile(r"[.@/][\w/]")
_RUN = re.compile(r"\S{1,300}")
_VERSION = re.compile(r"[ -]?v?\d{1,2}(?:\.\d+)?[a-z]?\b")
_VERSION_TAIL = re.compile(r"\.\d+\b")
_VARIANT = re.compile(
    r"[ -](?:Pro|Ultra|Mini|mini|Nano|nano|Turbo|Flash|Flash-Lite|Lite|Instruct|Thinking|Preview|\d{1,3}[Bb])\b"
)
_SENTENCE_BEGINS = re.compile(r"(?:^|[\n.!?:;•|–—])[\s\"“”„«»'‘()\[\]*-]*$")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_NEXT_WORD = re.compile(r"(,? )([^\W_][\w&'-]*)")
_LAST_WORD = re.compile(r"([^\W_][\w&'-]*) $")
_POSSESSED = re.compile(r"'s? [^\W_]")

_AFTER = frozenset(
    """ai inc corp corporation ltd llc plc labs technologies platforms ceo cfo cto coo chief chairman president founder co-
    founder cofounder spokesperson spokesman spokeswoman executives executive shares stock investors engineers employees
    lawyers customers users staff researchers shareholders board
    said says announced announces declined told tells confirmed confirms disclosed argued denied denies has is was will did does had
    acquired acquires agreed agrees adds added backed backs banned bans bought buys chose closed closes completed completes considers
    countersued cuts deploys doubled dropped drops expanded expands faces faced filed files finalised finalized fined gets hired hires
    hopes inked inks integrates invested invests joined joins launched launches leads leased leases led licensed licenses mulls
    nabs nears offered offers opened opens owns paid partnered partners partnering pays picked picks plans planned pledged pledges poured
    pours priced pulled raised raises rejected rejects replaces rolled rolls seeks secured secures selects sells settled settles signed
    signs snapped snaps sold spends struck sued sues switched switches takes tapped taps teamed teams tests took unveiled unveils used
    uses wants weighs wins withdrew won""".split()  # noqa: SIM905
)
_PLAIN_AFTER = frozenset(
    {"of", "the", "your", "our", "my", "their", "we", "they", "you", "it", "with", "these", "those"}
)
_BEFORE = frozenset(
    """startup start-up company firm giant maker chipmaker lab unicorn rival developer by with from and of at for against to
    backs joins sues buys taps vs via""".split()  # noqa: SIM905
)
_REPORTS = frozenset(
    """reported reports said says wrote writes first citing quoted according told interview article story published magazine
    newspaper journalist reporter editor""".split()  # noqa: SIM905
)
_REPORTED_BEFORE = frozenset(
    """told to by via with in from per""".split()  # noqa: SIM905
)


def joins(left: str, right: str) -> bool:
    """Whether two neighbouring characters stand in one word; Chinese, Japanese and Korean write names without spaces."""
    return _in_word(left) and _in_word(right)


def _in_word(sign: str) -> bool:
    return (sign.isalnum() or sign == "_") and not ("\u1100" <= sign <= "\u11ff" or "\u2e80" <= sign <= "\ufaff")


def bare(surface: str) -> str:
    """A name with the signs made one that texts print in several ways (curly quotes, hard hyphens and spaces)."""
    for printed, same in _SAME:
        surface = surface.replace(printed, same)
    return surface


def model_end(plain: str, start: int, end: int) -> int:
    """Where a model's name really ends: an unlisted version or variant belongs to it ("Llama 3" in "Llama 3.4 70B")."""
    has_version = any(sign.isdigit() for sign in plain[start:end])
    version = (_VERSION_TAIL if has_version else _VERSION).match(plain, end)
    end = version.end() if version else end
    while variant := _VARIANT.match(plain, end):
        end = variant.end()
    return end


class Context:
    """One text, and what can be asked about a span of it.

    An ambiguous name is shown to be one by its place: capitalised inside a sentence that is no headline and next to no other
    capitalised word, or beside words that go with a company ("Target Corp", "startup Writer", "Apple's plan").
    """

    def __init__(self, text: str, *, genitive: bool = False) -> None:
        self.text = text
        self.plain = bare(text)
        self._genitive = genitive

    def lower(self) -> str:
        """The text in lower case with offsets kept."""
        lowered = self.plain.lower()
        if len(lowered) == len(self.plain):
            return lowered
        return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in self.plain)

    def is_whole_word(self, start: int, end: int) -> bool:
        """Whether the span begins and ends with words; a German or Nordic genitive may follow it."""
        plain, size = self.plain, len(self.plain)
        if start and joins(plain[start - 1], plain[start]):
            return False
        if end == size or not joins(plain[end - 1], plain[end]):
            return True
        ends_after_s = end + 1 == size or not joins(plain[end], plain[end + 1])
        return self._genitive and plain[end] == "s" and ends_after_s and end - start >= 4

    def is_in_address(self, start: int, end: int) -> bool:
        """Whether the span is a part of an address; a name that is a whole one ("Character.AI") is not."""
        number = bisect_right(self._addresses, (start, len(self.plain))) - 1
        if number < 0:
            return False
        first, last = self._addresses[number]
        return end <= last and (first, last) != (start, end)

    @cached_property
    def _addresses(self) -> list[tuple[int, int]]:
        # Only runs of signs around an inner dot, slash or at are looked at, and at most 600 of them at a time.
        plain, after, spans = self.plain, 0, list[tuple[int, int]]()
        for inner in _INNER_SIGN.finditer(plain):
            here = inner.start()
            if here < after:
                continue
            left = max(after, here - 300)
            begin = max(left, plain.rfind(" ", left, here) + 1, plain.rfind("\n", left, here) + 1)
            run = _RUN.match(plain, here)
            after = run.end() if run else here + 1
            spans.extend(match.span() for match in _ADDRESS.finditer(plain, begin, after))
        return spans

    def shows_a_name(self, start: int, end: int, names: Container[int]) -> bool:
        """Whether the place of an ambiguous word shows that it is a name; ``names`` are where other names start."""
        if self._has_company_words(start, end):
            return True
        if self._begins_sentence(start) or self._is_in_headline(start):
            return False
        following = _NEXT_WORD.match(self.plain, end)
        runs_on = following and following[1] == " " and following[2][0].isupper() and following.start(2) not in names
        return not runs_on and not self._follows_capital(start)

    def is_plain_word(self, start: int, end: int) -> bool:
        """Whether an ambiguous word that begins a sentence goes on as that word does ("Together with", "Block your")."""
        following = _NEXT_WORD.match(self.plain, end)
        return bool(following and following[1] == " " and following[2] in _PLAIN_AFTER) and self._begins_sentence(start)

    def reports(self, start: int, end: int) -> bool:
        """Whether words of reporting stand beside an ambiguous publisher ("told Time", "Fortune reported")."""
        after, before = self._next(end), self._last(start)
        return (after in _REPORTS and after != "first") or (
            before in _REPORTED_BEFORE and self._reporting_before(start)
        )

    def _reporting_before(self, start: int) -> bool:
        words = {word.lower() for word in _WORD.findall(self.plain[max(0, start - 40) : start])}
        return not words.isdisjoint(_REPORTS)

    def _has_company_words(self, start: int, end: int) -> bool:
        if _POSSESSED.match(self.plain, end) or self._next(end) in _AFTER:
            return True
        return self._last(start) in _BEFORE and not self._is_in_headline(start)

    def _next(self, end: int) -> str:
        match = _NEXT_WORD.match(self.plain, end)
        return match[2].lower() if match else ""

    def _last(self, start: int) -> str:
        match = _LAST_WORD.search(self.plain, max(0, start - 30), start)
        return match[1].lower() if match else ""

    def _begins_sentence(self, start: int) -> bool:
        return (
            _SENTENCE_BEGINS.search(self.plain[max(0, start - 12) : start] if start > 12 else "\n" + self.plain[:start])
            is not None
        )

    def _follows_capital(self, start: int) -> bool:
        match = _LAST_WORD.search(self.plain, max(0, start - 30), start)
        return bool(match and match[1][0].isupper() and not self._begins_sentence(match.start(1)))

    def _is_in_headline(self, start: int) -> bool:
        # A line of more than 200 signs is a paragraph.
        begin = max(0, start - 200)
        first = self.plain.rfind("\n", begin, start) + 1
        last = self.plain.find("\n", start, start + 200)
        last = last if last >= 0 else min(len(self.plain), start + 200)
        if (begin and not first) or last - first > 200:
            return False
        line = self.plain[first:last]
        words = [word for word in _WORD.findall(line) if len(word) >= 4]
        return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)
