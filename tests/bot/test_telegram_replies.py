"""Replies as Telegram's messages: joined, cut where they must be, with buttons that fit a small phone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.keyboard import callback_data, keyboard, read_callback_data
from bot.telegram.replies import OutgoingMessage, outgoing, updates_in_place, web_chat_url
from bot.telegram.splitting import LIMIT, packed, units
from conversations.content import load_script
from conversations.engine import advance, new_state
from conversations.inbound import Command, Picked, Started, command_option
from conversations.people import Channel
from conversations.script_reading import ID
from conversations.turn import Button, Link, LinkKind, Reply, Tone

SCRIPT = load_script()


def say(text: str, *buttons: Button, links: tuple[Link, ...] = (), in_place: bool = False) -> Reply:
    """A reply with this text."""
    return Reply("key", text, Tone.PROMPT, buttons, links, in_place=in_place)


def option(label: str, *, chosen: bool = False) -> Button:
    """An option's button."""
    return Button("item", label.lower().replace(" ", "_"), label, chosen=chosen)


def command(name: Command) -> Button:
    """A command's button."""
    return Button("item", command_option(name), name.value.title(), command=True)


def rows_of(keyboard: str) -> list[list[dict[str, str]]]:
    """The rows of buttons that a keyboard writes out."""
    rows: list[list[dict[str, str]]] = json.loads(keyboard)["inline_keyboard"] if keyboard else []
    return rows


def labels(message: OutgoingMessage) -> list[list[str]]:
    """The buttons' labels, row by row."""
    return [[button["text"] for button in row] for row in rows_of(message.keyboard)]


def test_the_replies_of_one_turn_are_one_message_with_a_blank_line_between() -> None:
    messages = outgoing([say("Got it."), say("Question 2 of 5\nWhat next?", option("Yes"))])
    assert [message.text for message in messages] == ["Got it.\n\nQuestion 2 of 5\nWhat next?"]
    assert labels(messages[0]) == [["Yes"]]


def test_the_buttons_are_those_of_the_last_reply_that_has_any() -> None:
    messages = outgoing([say("One", option("Old")), say("Two", option("New")), say("Three")])
    assert labels(messages[0]) == [["New"]]


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert outgoing([say("Bye")]) == (OutgoingMessage("Bye", ""),)


def test_what_does_not_fit_one_message_goes_into_more_and_the_last_has_the_buttons() -> None:
    messages = outgoing([say("a" * 3000), say("b" * 3000, option("Yes"))])
    assert [message.text for message in messages] == ["a" * 3000, "b" * 3000]
    assert [labels(message) for message in messages] == [[], [["Yes"]]]


def test_a_long_text_is_cut_between_paragraphs_else_sentences_else_words() -> None:
    assert packed(["one two.\n\nthree four"], 14) == ("one two.", "three four")
    assert packed(["First one. Second"], 14) == ("First one.", "Second")
    assert packed(["one two three four"], 10) == ("one two", "three four")
    assert packed(["abcdefghij"], 4) == ("abcd", "efgh", "ij")


def test_length_is_counted_as_telegram_counts_it_and_no_emoji_is_cut() -> None:
    assert units("🐶") == 2
    family = "👩‍👩‍👧"
    assert packed([family * 3], units(family) + 1) == (family,) * 3


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), max_size=6), st.integers(4, 80))
def test_every_message_fits_and_no_word_is_lost(texts: list[str], limit: int) -> None:
    messages = packed(texts, limit)
    assert all(0 < units(message) <= limit for message in messages)
    assert "".join("".join(messages).split()) == "".join("".join(texts).split())


def test_a_text_of_exactly_the_limit_is_one_message() -> None:
    assert packed(["x" * LIMIT]) == ("x" * LIMIT,)
    assert LIMIT == 4096


def test_short_options_stand_two_in_a_row_and_one_long_one_gives_each_its_own() -> None:
    assert labels(outgoing([say("?", option("Yes"), option("No"), option("Not sure"))])[0]) == [
        ["Yes", "No"],
        ["Not sure"],
    ]
    assert labels(outgoing([say("?", option("Yes"), option("I would rather not say"))])[0]) == [
        ["Yes"],
        ["I would rather not say"],
    ]


def test_commands_stand_below_the_options_always_in_the_same_order() -> None:
    buttons = [
        command(c) for c in (Command.HELP, Command.STOP, Command.SKIP, Command.CHANGE, Command.NEXT, Command.BACK)
    ]
    assert labels(outgoing([say("?", *buttons, option("Yes"))])[0]) == [
        ["Yes"],
        ["Next"],
        ["Back", "Skip"],
        ["Change"],
        ["Help", "Stop"],
    ]


def test_every_command_has_a_place_and_one_that_has_none_yet_comes_last() -> None:
    every = [command(c) for c in Command]
    rows = labels(outgoing([say("?", *every, Button("item", ".sing", "Sing", command=True))])[0])
    assert sorted(label for row in rows for label in row) == sorted([*(c.value.title() for c in Command), "Sing"])
    assert rows[-1] == ["Sing"]


def test_a_chosen_option_is_ticked() -> None:
    assert labels(outgoing([say("?", option("Yes", chosen=True), option("No"))])[0]) == [["✓ Yes", "No"]]


def test_links_are_buttons_only_where_telegram_can_open_them() -> None:
    links = (
        Link(LinkKind.CALL, "Call Childline", "0800 1111"),
        Link(LinkKind.TEXT, "Text Shout", "85258 SHOUT"),
        Link(LinkKind.WEB, "Open Childline", "https://childline.org.uk"),
        Link(LinkKind.WEB_CHAT, "Open the web chat"),
    )
    rows = rows_of(keyboard((), links, "https://sayso.example.org/chat"))
    assert [(button["text"], button["url"]) for row in rows for button in row] == [
        ("Open Childline", "https://childline.org.uk"),
        ("Open the web chat", "https://sayso.example.org/chat"),
    ]
    assert keyboard((), (links[0], links[3]), "") == ""


@pytest.mark.parametrize(
    ("public_url", "code", "address"),
    [
        ("https://sayso.example.org", "", "https://sayso.example.org/chat"),
        ("https://sayso.example.org", "fair", "https://sayso.example.org/chat/fair"),
        ("http://localhost:8080", "", ""),
        ("", "fair", ""),
    ],
)
def test_the_web_chat_is_linked_only_where_it_has_a_public_address(public_url: str, code: str, address: str) -> None:
    assert web_chat_url(public_url, code) == address


def test_somebody_too_young_for_telegram_gets_the_web_chats_button() -> None:
    state = new_state(SCRIPT, Channel.TELEGRAM)
    for step in (Started(), Picked("audience", "young_person"), Picked("age", "13_15")):
        turn = advance(SCRIPT, state, step)
        state = turn.state
    messages = outgoing(turn.replies, "https://sayso.example.org/chat")
    assert labels(messages[-1]) == [["Open the web chat"], ["Clear this chat"]]


def test_a_renewed_prompt_is_known_from_a_new_one() -> None:
    assert updates_in_place([say("?", in_place=True)])
    assert not updates_in_place([say("Got it"), say("?", in_place=True)])
    assert not updates_in_place([])


def test_every_button_that_the_script_can_make_fits_and_comes_back_whole() -> None:
    items = {
        "language": tuple(SCRIPT.languages),
        **{q.id: (*(o.id for o in q.options), *map(command_option, Command)) for q in SCRIPT.questions},
    }
    for item, options in items.items():
        for option_id in options:
            data = callback_data(Button(item, option_id, "label"))
            assert len(data.encode()) <= 64
            assert read_callback_data(data) == (item, option_id)


def test_the_longest_ids_that_a_script_may_have_fit() -> None:
    longest = "x" * 30
    assert ID.fullmatch(longest)
    assert not ID.fullmatch(longest + "x")
    assert len(callback_data(Button(longest, longest, "label"))) == 61


def test_a_button_that_telegram_would_refuse_is_refused_here() -> None:
    with pytest.raises(ValueError, match="too long for Telegram"):
        callback_data(Button("x" * 40, "y" * 40, "label"))
