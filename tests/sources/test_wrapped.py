"""Lines broken at a width are paragraphs again, and no other."""

import textwrap
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.mail import read_mail
from pipelines.sources.wrapped import unwrapped

PARAGRAPHS = [
    "Sample Robotics said on Monday that it has signed a memorandum of understanding for the next phase of its partnership "
    "with Example Cloud, and that the two are still at work on the contract itself.",
    "Neither side named a sum. Example Cloud will go on renting computers to Sample Robotics until the end of 2031 all the "
    "same, as both had agreed two years before.",
]


def wrapped(width: int) -> str:
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)


@given(st.integers(40, 100))
def test_paragraphs_broken_at_any_width_are_whole_again(width: int) -> None:
    assert unwrapped(wrapped(width)) == "\n\n".join(PARAGRAPHS)


def test_an_address_longer_than_the_lines_does_not_hide_where_they_were_broken() -> None:
    address = "https://news.example/" + "a" * 90
    assert unwrapped(f"{wrapped(72)}\n\n{address}") == "\n\n".join([*PARAGRAPHS, address])


def test_a_mail_broken_at_72_characters_is_read_in_paragraphs() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Sample Courier <letters@courier.example>", "A memorandum"
    mail.set_content(f"{wrapped(72)}\n")
    assert read_mail(mail.as_bytes(), "letter.eml", "letter").text.strip() == "\n\n".join(PARAGRAPHS)


def test_lines_that_their_writer_ended_stay() -> None:
    for text in (
        "\n".join(PARAGRAPHS),
        "Sample Robotics raises money from Example Cloud\nNEW YORK, Monday\nNobody named a sum.\nMore is not known.",
        "Sample Robotics\nExample Cloud\nNobody else was asked to take part in it.",
        "What was agreed, in the words of the two companies:\n- computers until 2031 for both\n- a price that nobody told",
        "> Sample Robotics said on Monday that it has signed a memo of\n> understanding with Example Cloud for the next\n> phase.",
        "",
        "One line.\nAnother line.",
    ):
        assert unwrapped(text) == text
