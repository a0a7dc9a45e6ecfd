"""Which organization, product, model or publisher a printed name means. What nobody listed keeps a key of its own.

Pure functions over the registry (the seeds and the user's overrides); nothing is guessed from likeness alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipelines.extraction.names import fold_name

UNLISTED = "name:"
MAX_WORDS_IN_NAME = 8
_LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited plc llc lp llp ag sa se nv bv ab oy spa srl gmbh kg kk pbc pte pty".split()  # noqa: SIM905
)
_QUALIFIED = re.compile(r"\(.*?\)")
_OWNER = re.compile(r"['’]s?\s.*$")


def normalise_name(name: str) -> str:
    """The form under which names are one: no case, accents, article in front or legal form behind."""
    words = fold_name(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


@dataclass(frozen=True)
class Meaning:
    """What a printed name was resolved to.

    ``entity_id`` is the key of the thing itself; ``organization_id`` the organization that stands behind it (the maker of a
    model, the owner of a product, the organization itself).
    """

    entity_id: str
    entity_name: str
    organization_id: str | None
    matched_by: str

    @property
    def is_listed(self) -> bool:
        """Whether the registry knows it."""
        return self.matched_by != "none"


@dataclass(frozen=True)
class Registry:
    """The listed names, by normalised form. Build it with :func:`registry_from`."""

    organizations: Mapping[str, str]
    aliases: Mapping[str, str]
    descriptions: Mapping[str, str]
    products: Mapping[str, Meaning]
    models: Mapping[str, Meaning]
    publishers: Mapping[str, str]
    publisher_aliases: Mapping[str, str]
    domains: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()

    def party(self, name: str) -> Meaning:
        """An organization or person with a role in a claim."""
        form = normalise_name(name)
        for said, how in ((form, "alias"), (normalise_name(_QUALIFIED.sub(" ", name)), "alias_without_brackets")):
            if said in self.aliases:
                return self._organization(self.aliases[said], how)
        if form in self.descriptions:
            return self._organization(self.descriptions[form], "description")
        for kind, listed in (("product", self.products), ("model", self.models)):
            behind = listed[form].organization_id if form in listed else None
            if behind:
                return self._organization(behind, kind)
        return _unlisted(name, form)

    def product(self, name: str) -> Meaning:
        """A product in which a model is used; it keeps its own key beside its owner's."""
        form = normalise_name(name)
        if form in self.products:
            return self.products[form]
        if form in self.aliases:
            return self._organization(self.aliases[form], "alias")
        return _unlisted(name, form)

    def model(self, name: str) -> Meaning:
        """A model; it keeps its own key beside its maker's."""
        form = normalise_name(name)
        return self.models.get(form) or self.products.get(form) or _unlisted(name, form)

    def speaker(self, name: str) -> Meaning:
        """Whoever is named as saying it: a party, else the first listed party that the words hold ("a Meta spokesman")."""
        whole = self.party(name)
        if whole.is_listed:
            return whole
        words = normalise_name(_OWNER.sub("", name)).split() or normalise_name(name).split()
        for start in range(len(words)):
            for end in range(min(len(words), start + MAX_WORDS_IN_NAME), start, -1):
                said = " ".join(words[start:end])
                if said in self.aliases:
                    return self._organization(self.aliases[said], "alias_within")
        return whole

    def publisher(self, name: str | None, url: str | None = None) -> Meaning | None:
        """Who published it: by the address first, then by name. None when neither says anything."""
        host = host_of(url)
        labels = host.split(".")
        for start in range(len(labels) - 1):
            domain = ".".join(labels[start:])
            if domain in self.domains:
                return self._publisher(self.domains[domain], "domain")
        for said in (name, host_of(name)):
            form = normalise_name(said or "")
            if form and form in self.publisher_aliases:
                return self._publisher(self.publisher_aliases[form], "alias")
        form = normalise_name(name or "") or host
        return Meaning(UNLISTED + form, name or host, None, "none") if form else None

    def _organization(self, organization_id: str, how: str) -> Meaning:
        return Meaning(organization_id, self.organizations.get(organization_id, organization_id), organization_id, how)

    def _publisher(self, publisher_id: str, how: str) -> Meaning:
        return Meaning(publisher_id, self.publishers.get(publisher_id, publisher_id), None, how)


def _unlisted(name: str, form: str) -> Meaning:
    return Meaning(UNLISTED + (form or name.strip().casefold()), name.strip(), None, "none")


def host_of(address: str | None) -> str:
    """The host of an address without ``www.``; empty when there is none."""
    text = (address or "").strip()
    if not text or " " in text or "." not in text:
        return ""
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


Row = Mapping[str, object]


def registry_from(
    *,
    organizations: Iterable[Row],
    aliases: Iterable[Row],
    descriptions: Iterable[Row],
    products: Iterable[Row],
    models: Iterable[Row],
    publishers: Iterable[Row],
    publisher_aliases: Iterable[Row],
) -> Registry:
    """The registry of the given rows. A name listed twice means the one with the lowest key, whatever the order of rows."""
    organization_rows = list(organizations)
    names = {str(row["organization_id"]): str(row["name"]) for row in organization_rows}
    publisher_rows = list(publishers)
    own = [(name, key) for key, name in names.items()]
    listed = [(str(row["alias"]), str(row["organization_id"])) for row in aliases]
    return Registry(
        organizations=names,
        aliases=_index([*listed, *own]) | _index(own),
        descriptions=_index((str(row["description"]), str(row["organization_id"])) for row in descriptions),
        products=_things(products, "product", "product_id"),
        models=_things(models, "model", "model_id"),
        publishers={str(row["publisher_id"]): str(row["name"]) for row in publisher_rows},
        publisher_aliases=_index(
            [(str(row["alias"]), str(row["publisher_id"])) for row in publisher_aliases]
            + [(str(row["name"]), str(row["publisher_id"])) for row in publisher_rows]
        ),
        domains={
            str(domain): str(row["publisher_id"])
            for row in sorted(publisher_rows, key=lambda row: str(row["publisher_id"]), reverse=True)
            for domain in (row["domains"] if isinstance(row["domains"], list) else str(row["domains"] or "").split())
        },
        persons=frozenset(
            str(row["organization_id"]) for row in organization_rows if row.get("organization_type") == "person"
        ),
    )


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for name, key in pairs:
        form = normalise_name(name)
        if form and key < index.get(form, "\U0010ffff"):
            index[form] = key
    return index


def _is_of_key(name: str, key: str) -> bool:
    return "_".join(normalise_name(name).split()) == key


def _things(rows: Iterable[Row], name: str, key: str) -> dict[str, Meaning]:
    things: dict[str, Meaning] = {}
    for row in sorted(rows, key=lambda row: (str(row[key]), str(row[name])), reverse=True):
        behind = row["organization_id"]
        meaning = Meaning(str(row[key]), str(row[name]), str(behind) if behind else None, name)
        things[normalise_name(str(row[name]))] = meaning
    # Of its several names a thing is called by the one its key is made of, else by the shortest: "Copilot for Microsoft 365",
    # "M365 Copilot" and "Microsoft 365 Copilot" are one.
    shown: dict[str, str] = {}
    for meaning in things.values():
        names = (shown.get(meaning.entity_id, meaning.entity_name), meaning.entity_name)
        shown[meaning.entity_id] = min(names, key=lambda n: (not _is_of_key(n, meaning.entity_id), len(n), n))
    return {
        form: Meaning(m.entity_id, shown[m.entity_id], m.organization_id, m.matched_by) for form, m in things.items()
    }
