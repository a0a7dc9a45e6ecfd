from pathlib import Path

import duckdb
import pytest

from pipelines.errors import UsageError
from pipelines.extraction.gazetteer import _SUFFIXES, _WHOLE, Gazetteer, Mention, normalise_name
from pipelines.settings import PROJECT_DIR

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return Gazetteer.load(SEEDS)


def said(mentions: list[Mention]) -> list[str]:
    return [mention.surface for mention in mentions]


def keys(mentions: list[Mention]) -> list[str]:
    return [mention.key for mention in mentions]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Lawyers for OpenAI's board met.", ["OpenAI"]),
        ("Lawyers for OpenAI’s board met.", ["OpenAI"]),
        ("A unit of Meta Platforms bought it.", ["Meta Platforms"]),
        ("A deal with Open AI is near.", ["Open AI"]),
        ("A Microsoft-backed lab", ["Microsoft"]),
        ("BIG DAY FOR MICROSOFT", ["MICROSOFT"]),
        ("Openai and Deepseek", ["Openai", "Deepseek"]),
        ("Amazon Web Services, AWS for short", ["Amazon Web Services", "AWS"]),
        ("OpenAIは東京に拠点を置く", ["OpenAI"]),
        ("据报道微软将投资", ["微软"]),
        ("It runs GPT‑4o in its app.", ["GPT‑4o"]),
    ],
)
def test_a_known_name_is_found_without_its_possessive(known: Gazetteer, text: str, surfaces: list[str]) -> None:
    assert said(known.find(text)) == surfaces


@pytest.mark.parametrize(
    "text", ["The Nvidians met.", "preOpenAI", "a microsoft of the heart", "OpenAIs", "snapshot, armed, metal"]
)
def test_a_part_of_a_word_or_another_case_is_no_name(known: Gazetteer, text: str) -> None:
    assert known.find(text) == []


def test_a_german_genitive_is_allowed_in_german_only(known: Gazetteer) -> None:
    assert said(known.find("Der Vertrag stärkt OpenAIs Stellung.", language="de")) == ["OpenAI"]
    assert known.find("Der Vertrag stärkt OpenAIs Stellung.", language="en") == []


@pytest.mark.parametrize(
    "text",
    [
        "press@OpenAI.com",
        "see https://www.OpenAI.com/index/Microsoft now",
        "visit blog.Microsoft.com/OpenAI today",
        "OpenAI.com",
    ],
)
def test_a_name_inside_an_address_is_none(known: Gazetteer, text: str) -> None:
    assert known.find(text) == []


def test_a_name_that_looks_like_an_address_is_found(known: Gazetteer) -> None:
    assert keys(known.find("Users of Character.AI and of C3.ai complained.")) == ["character_ai", "c3_ai"]


def test_a_longer_name_that_does_not_fit_gives_way_to_a_shorter(known: Gazetteer) -> None:
    assert said(known.find("Microsoft Corporations Act")) == ["Microsoft"]


@pytest.mark.parametrize(
    "text",
    [
        "Target the young.",
        "Together we are strong.",
        "Founders Target Growth While Markets Scale Back",
        "He met Harvey Weinstein there.",
        "X marks the spot.",
        "The Nova was a car.",
    ],
)
def test_an_ambiguous_word_without_evidence_is_no_name(known: Gazetteer, text: str) -> None:
    assert known.find(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Apple said it would appeal.", "apple"),
        ("Meta's lawyers appealed.", "meta"),
        ("Target Corp is a customer.", "target"),
        ("Many use chips designed by Arm in phones.", "arm"),
        ("Talks go on with startup Writer about it.", "writer"),
        ("Scale CEO resigns", "scale_ai"),
    ],
)
def test_an_ambiguous_word_in_the_place_of_a_company_is_its_name(known: Gazetteer, text: str, key: str) -> None:
    assert key in keys(known.find(text))


def test_another_name_of_the_family_proves_an_ambiguous_one(known: Gazetteer) -> None:
    assert keys(known.find("Snap, however, waits. Snapchat is popular.")) == ["snap", "snapchat"]
    assert keys(known.find("Snap, however, waits.")) == []


def test_an_ambiguous_word_that_goes_on_as_a_plain_one_stays_plain(known: Gazetteer) -> None:
    assert said(known.find("Together with banks, Together AI raised it.")) == ["Together AI"]


def test_an_ambiguous_model_counts_where_its_maker_is_named(known: Gazetteer) -> None:
    assert keys(known.find("It runs on Nova, a model of Amazon in Seattle.")) == ["nova", "amazon"]


def test_an_ambiguous_product_in_the_place_of_a_plain_word_is_none(known: Gazetteer) -> None:
    assert keys(known.find("Teams at Microsoft met. Edge Computing grows.")) == ["microsoft"]
    assert keys(known.find("Companies pay Microsoft for Teams each month.")) == ["microsoft", "microsoft_teams"]


def test_an_ambiguous_publisher_counts_beside_words_of_reporting(known: Gazetteer) -> None:
    assert keys(known.find("The plan, Deadline reported, is dead.")) == ["deadline"]
    assert known.find("The plan has a Deadline in June.") == []


def test_an_unlisted_version_belongs_to_the_name_of_the_model(known: Gazetteer) -> None:
    mentions = known.find("It compared Llama 3.7 70B with GPT-4.9 and Grok 17.")
    assert [(m.surface, m.organization_id) for m in mentions] == [
        ("Llama 3.7 70B", "meta"),
        ("GPT-4.9", "openai"),
        ("Grok 17", "xai"),
    ]


def test_a_mention_says_what_it_is_and_who_stands_behind_it(known: Gazetteer) -> None:
    text = "Elon Musk told Reuters that Siri may use Gemini."
    found = {m.surface: (m.kind, m.key, m.organization_id) for m in known.find(text)}
    assert found["Elon Musk"] == ("person", "elon_musk", "elon_musk")
    assert found["Siri"] == ("product", "siri", "apple")
    assert found["Gemini"] == ("model", "gemini", "google")
    assert found["Reuters"][1:] == ("reuters", "reuters")
    assert {name.kind for name in known.meanings("Reuters")} == {"organization", "publisher"}


def test_offsets_hold_in_any_text(known: Gazetteer) -> None:
    text = "İstanbul ﬁrst – “OpenAI’s” £5\u00a0m, L’Oréal, the ChatGPT maker, GPT‑4o"
    mentions = known.find(text) + known.find_descriptions(text)
    assert said(mentions) == ["OpenAI", "L’Oréal", "ChatGPT", "GPT‑4o", "the ChatGPT maker"]
    assert all(text[m.start : m.end] == m.surface for m in mentions)


def test_a_definite_description_is_found_in_any_case(known: Gazetteer) -> None:
    assert keys(known.find_descriptions("The ChatGPT maker and the Redmond giant agreed.")) == ["openai", "microsoft"]
    assert known.find_descriptions("the chatgpt makers") == []


@pytest.mark.parametrize(
    ("name", "organization_id"),
    [
        ("Open AI, Inc.", "openai"),
        ("OPENAI", "openai"),
        ("OpenAI's", "openai"),
        ("Microsoft Corp.", "microsoft"),
        ("Meta Platforms, Inc.", "meta"),
        ("the Pentagon", "us_department_of_defense"),
        ("Telefonica S.A.", "telefonica"),
        ("L’Oréal", "loreal"),
        ("the Claude maker", "anthropic"),
        ("The New York Times Company", "new_york_times"),
        ("News Corp", "news_corp"),
        ("삼성전자", "samsung"),
        ("news", None),
        ("information", None),
        ("Nobody Ever Heard Of Ltd", None),
        ("", None),
        ("…", None),
    ],
)
def test_a_printed_name_resolves_to_one_organization_or_none(
    known: Gazetteer, name: str, organization_id: str | None
) -> None:
    assert known.resolve(name) == organization_id


def test_every_name_to_show_resolves_to_its_own_key(known: Gazetteer) -> None:
    assert [o.name for o in known.organizations.values() if known.resolve(o.name) != o.organization_id] == []


def test_normalising_twice_changes_nothing(known: Gazetteer) -> None:
    forms = [normalise_name(organization.name) for organization in known.organizations.values()]
    assert [form for form in forms if normalise_name(form) != form] == []


def test_sql_gives_the_same_form(known: Gazetteer) -> None:
    names = [o.name for o in known.organizations.values()] + [
        "AT&T Inc.",
        "Command R+",
        "Straße AG",
        "삼성전자",
        "“A’s” co., ltd",
    ]
    whole = ", ".join(f"'{form}'" for form in sorted(_WHOLE))
    query = f"""
        with cleaned as (select trim(regexp_replace(regexp_replace(
            replace(replace(replace(lower(strip_accents(name)), 'ß', 'ss'), '&', ' and '), '+', ' plus '),
            '[''’]s( |$)', '\\1', 'g'), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')) as form from (select unnest($names) as name))
        select case when form in ({whole}) then form
               else regexp_replace(regexp_replace(form, '^the ', ''), '( ({_SUFFIXES}))+$', '') end from cleaned
    """
    assert [row[0] for row in duckdb.execute(query, {"names": names}).fetchall()] == [
        normalise_name(name) for name in names
    ]


def overrides(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_overrides_add_organizations_aliases_and_publishers(tmp_path: Path) -> None:
    overrides(
        tmp_path,
        organizations="organization_id,name,parent_id\nzorblatt,Zorblatt Ltd,google\n",
        aliases="alias,organization_id\nZorbi,zorblatt\nOAI,openai\n",
        publishers="publisher_id,name\nzorb_daily,The Zorb Daily\n",
    )
    known = Gazetteer.load(SEEDS, tmp_path)
    assert keys(known.find("It told The Zorb Daily that Zorbi and OAI agreed.")) == ["zorb_daily", "zorblatt", "openai"]
    assert known.resolve("zorblatt") == "zorblatt"
    assert known.organizations["zorblatt"].family_id == "alphabet"
    assert Gazetteer.load(SEEDS).resolve("zorblatt") is None


def test_a_changed_override_is_read_again(tmp_path: Path) -> None:
    overrides(tmp_path, aliases="alias,organization_id\nZorbi,google\n")
    assert Gazetteer.load(SEEDS, tmp_path) is Gazetteer.load(SEEDS, tmp_path)
    overrides(tmp_path, aliases="alias,organization_id\nZorbinator,google\n")
    assert Gazetteer.load(SEEDS, tmp_path).resolve("Zorbi") is None


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "organizations",
            "organization_id,name\nopenai,Mine\n",
            ["seeds/organizations.csv", "organizations.csv:2", "openai"],
        ),
        (
            "aliases",
            "alias,organization_id\nOpen-AI Inc,microsoft\n",
            ["seeds/organization", "aliases.csv:2", "microsoft"],
        ),
        (
            "publishers",
            "publisher_id,name\nmy_wsj,WSJ\n",
            ["seeds/publisher_aliases.csv", "publishers.csv:2", "my_wsj"],
        ),
        ("aliases", "alias,organization_id\nZorbi,nobody\n", ["aliases.csv:2", "nobody"]),
        ("aliases", "alias\nZorbi\n", ["aliases.csv:2", "organization_id must be given"]),
        ("aliases", "alias,organization_id\n--,openai\n", ["aliases.csv:2", "a letter or a digit"]),
        ("organizations", "organization_id,name,parent_id\na,Aaa1,b\nb,Bbb1,a\n", ["organizations.csv:2", "parents"]),
    ],
)
def test_an_override_that_cannot_be_is_refused_naming_the_rows(
    tmp_path: Path, file: str, text: str, told: list[str]
) -> None:
    overrides(tmp_path, **{file: text})
    with pytest.raises(UsageError) as refused:
        Gazetteer.load(SEEDS, tmp_path)
    assert [words for words in told if words not in str(refused.value)] == []


def test_an_override_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_bytes(b"alias,organization_id\nZ\xff,openai\n")
    with pytest.raises(UsageError, match="UTF-8"):
        Gazetteer.load(SEEDS, tmp_path)
