"""What an agreement hangs on is kept as printed; a date, a wish and the subject of talks are no conditions."""

from collections.abc import Callable

import pytest

from pipelines.extraction.rules.conditions import condition_of
from pipelines.schemas.claim import PartnershipClaim
from pipelines.schemas.extraction import Extraction

CONDITIONS = [
    (
        "SAP has access to Mistral's models until 2030, but loses it earlier if Mistral's board votes for a sale.",
        "if Mistral's board votes for a sale",
    ),
    (
        "Microsoft keeps its rights until artificial general intelligence is declared by a panel of experts.",
        "until artificial general intelligence is declared by a panel of experts",
    ),
    (
        "Disney and OpenAI have signed a licence agreement, subject to regulatory approval, the companies said.",
        "subject to regulatory approval",
    ),
    ("Amazon and Anthropic signed an agreement that ends if either side is sold.", "if either side is sold"),
    (
        "The agreement runs until 2030 unless AGI is reached sooner, people close to the talks said.",
        "unless AGI is reached sooner",
    ),
    ("Reddit signed a deal, provided that user data stays anonymous.", "provided that user data stays anonymous"),
    (
        "The deal depends on definitive agreements and on the approval of both boards.",
        "depends on definitive agreements and on the approval of both boards",
    ),
    ("Das Abkommen gilt, sofern die Aufsicht zustimmt.", "sofern die Aufsicht zustimmt"),
    ("El acuerdo dura hasta que lo decida un comité.", "hasta que lo decida un comité"),
]
NONE = [
    "Microsoft has access to OpenAI's models until the end of 2030.",
    "Microsoft is prepared to leave the talks if the two cannot agree on the big questions.",
    "OpenAI depends on Azure for most of its computing.",
    "The chips are provided by Nvidia under a deal as long as five years.",
    "The agreement is subject to an antitrust investigation.",
    "Both sides had kept it secret until recently.",
]


@pytest.mark.parametrize(("sentence", "condition"), CONDITIONS)
def test_a_clause_that_ends_or_binds_a_term_is_its_condition(sentence: str, condition: str) -> None:
    assert condition_of(sentence) == condition


@pytest.mark.parametrize("sentence", NONE)
def test_a_date_a_wish_or_another_sense_of_the_words_is_no_condition(sentence: str) -> None:
    assert condition_of(sentence) is None


def test_a_claim_of_an_agreement_has_its_condition_beside_its_end(read: Callable[..., Extraction]) -> None:
    (claim,) = read(
        "OpenAI signed an agreement with Oracle that runs until 2031, unless the data centre is not finished by March."
    ).claims
    assert isinstance(claim, PartnershipClaim)
    assert (claim.term_end, claim.term_condition) == ("2031", "unless the data centre is not finished by March")
