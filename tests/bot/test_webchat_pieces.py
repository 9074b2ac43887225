"""The small parts of the web chat that need no server."""

import pytest

from bot.webchat.accepted_language import accepted_language
from bot.webchat.submission import message_id, submission_of
from bot.webchat.taps import address_of
from conversations.content import load_script
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.turn import Link, LinkKind


@pytest.mark.parametrize(
    ("kind", "target", "address"),
    [
        (LinkKind.CALL, "0800 1111", "tel:08001111"),
        (LinkKind.CALL, "+44 (0)1622 1", "tel:+44016221"),
        (LinkKind.CALL, "ask us", ""),
        (LinkKind.TEXT, "85258 SHOUT", "sms:85258?&body=SHOUT"),
        (LinkKind.TEXT, "85258", "sms:85258"),
        (LinkKind.TEXT, "85258 I NEED", "sms:85258?&body=I%20NEED"),
        (LinkKind.TEXT, "us SHOUT", ""),
        (LinkKind.WEB, "https://www.childline.org.uk", "https://www.childline.org.uk"),
        (LinkKind.WEB, "javascript:alert(1)", ""),
        (LinkKind.WEB_CHAT, "", "/chat"),
    ],
)
def test_a_link_opens_what_its_kind_says(kind: LinkKind, target: str, address: str) -> None:
    assert address_of(Link(kind, "label", target)) == address


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("fr;q=0.9, en;q=0.1", "en"),
        ("fr, *;q=0.5", ""),
        ("en;q=0", ""),
        ("en;q=lots", ""),
        ("", ""),
    ],
)
def test_the_browsers_wish_finds_a_language_but_never_guesses_easier_words(header: str, language: str) -> None:
    assert accepted_language(header, load_script()) == language


@pytest.mark.parametrize(
    ("fields", "inbounds"),
    [
        ({"typed": "hello"}, (Typed("hello"),)),
        ({"typed": ""}, (Typed(""),)),
        ({}, (Typed(""),)),
        ({"typed": "x", "pick": "helps:.next"}, (Typed("x"), Picked("helps", ".next"))),
        ({"typed": " \n", "pick": "helps:.next"}, (Picked("helps", ".next"),)),
        ({"typed": "x", "pick": "helps:.skip"}, (Picked("helps", ".skip"),)),
        ({"pick": "nonsense"}, (Picked("", "nonsense"),)),
        ({"typed": "x", "command": "help"}, (CommandGiven(Command.HELP),)),
        ({"command": "dance"}, (Unsupported(UnsupportedKind.UNKNOWN_COMMAND),)),
        ({"unsupported": "photo"}, (Unsupported(UnsupportedKind.PHOTO),)),
        ({"started": "again"}, (Started(),)),
    ],
)
def test_a_form_says_what_somebody_did(fields: dict[str, str], inbounds: tuple[Inbound, ...]) -> None:
    assert tuple(inbound for _, inbound in submission_of(fields).inbounds) == inbounds


def test_a_message_is_known_by_its_page_and_what_it_says() -> None:
    assert message_id("page", Typed("a")) == message_id("page", Typed("a"))
    assert message_id("page", Typed("a")) != message_id("page", Typed("b"))
    assert message_id("page", Typed("a")) != message_id("other", Typed("a"))
    assert message_id("", Typed("a")) == ""
