"""Every kind of update, as the Bot API sends it, and what it is taken for."""

from typing import Any

import pytest
from telegram.constants import MessageType, UpdateType

from bot.telegram.incoming import read_incoming
from bot.telegram.kinds import (
    BESIDE_CONTENT,
    IGNORED_UPDATES,
    SERVICE_CONTENT,
    TAKEN_UPDATES,
    UNSUPPORTED_CONTENT,
)
from bot.telegram.updates import Blocked, Heard, Ignored, InGroup, LeftGroup, Reading, read_update
from conversations.inbound import (
    ONLY_ON_BUTTONS,
    Command,
    CommandGiven,
    Inbound,
    Picked,
    Started,
    Typed,
    Unsupported,
    UnsupportedKind,
)
from conversations.people import Channel

CHAT = {"id": 700, "type": "private", "first_name": "Wilhelmina"}
USER = {"id": 700, "is_bot": False, "first_name": "Wilhelmina", "language_code": "en-gb"}
BOT_USER = {"id": 4242, "is_bot": True, "first_name": "Test", "username": "SaysoTestBot"}
GROUP = {"id": -100500, "type": "supergroup", "title": "Year 11"}
CHANNEL = {"id": -100600, "type": "channel", "title": "News"}
FILE = {"file_id": "f", "file_unique_id": "u"}
LANGUAGES = ("en", "en-easy", "uk")

CONTENT: dict[str, tuple[dict[str, Any], UnsupportedKind]] = {
    "a photo": ({"photo": [{**FILE, "width": 90, "height": 90}]}, UnsupportedKind.PHOTO),
    "a video": ({"video": {**FILE, "width": 9, "height": 9, "duration": 3}}, UnsupportedKind.VIDEO),
    "a GIF": (
        {"animation": {**FILE, "width": 9, "height": 9, "duration": 3}, "document": {**FILE}},
        UnsupportedKind.VIDEO,
    ),
    "a round video": ({"video_note": {**FILE, "length": 240, "duration": 3}}, UnsupportedKind.VIDEO),
    "a voice note": ({"voice": {**FILE, "duration": 3}}, UnsupportedKind.VOICE),
    "music": ({"audio": {**FILE, "duration": 3}}, UnsupportedKind.FILE),
    "a sticker": (
        {"sticker": {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}},
        UnsupportedKind.STICKER,
    ),
    "a file": ({"document": {**FILE, "file_name": "diary.docx"}}, UnsupportedKind.FILE),
    "a place": ({"location": {"latitude": 51.27, "longitude": 0.52}}, UnsupportedKind.LOCATION),
    "a venue": (
        {
            "location": {"latitude": 51.27, "longitude": 0.52},
            "venue": {"location": {"latitude": 51.27, "longitude": 0.52}, "title": "School", "address": "Street 1"},
        },
        UnsupportedKind.LOCATION,
    ),
    "a contact": ({"contact": {"phone_number": "+441234", "first_name": "Mum"}}, UnsupportedKind.CONTACT),
    "a poll": (
        {
            "poll": {
                "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                "allows_revoting": False, "members_only": False,
            }
        },
        UnsupportedKind.POLL,
    ),
    "a die": ({"dice": {"emoji": "🎲", "value": 3}}, UnsupportedKind.OTHER),
    "a story": ({"story": {"chat": CHAT, "id": 1}}, UnsupportedKind.OTHER),
    "something that Telegram has only just invented": ({"hologram": {"depth": 3}}, UnsupportedKind.OTHER),
}  # fmt: skip


def read(**update: Any) -> Reading:
    """Read an update that came as this JSON."""
    return read_update(read_incoming({"update_id": 5150, **update}), LANGUAGES)


def message(**content: Any) -> dict[str, Any]:
    """A private message with this content."""
    return {"message_id": 11, "date": 1_700_000_000, "chat": CHAT, "from": USER, **content}


def heard(reading: Reading) -> Heard:
    """The reading, which must be something a person did."""
    assert isinstance(reading, Heard)
    return reading


def test_words_are_typed_words_with_everything_that_tells_a_redelivery() -> None:
    found = heard(read(message=message(text="my dog 🐶\nand my nan")))
    assert found.envelope.inbound == Typed("my dog 🐶\nand my nan")
    assert found.envelope.channel is Channel.TELEGRAM
    assert found.envelope.address == "700"
    assert found.envelope.message_id == "u5150"
    assert found.envelope.language == "en"
    assert (found.chat_id, found.number) == (700, 11)
    assert not found.beside_media


@pytest.mark.parametrize(
    ("text", "inbound", "code"),
    [
        ("/start", Started(), ""),
        ("/start summer-fair_2", Started(), "summer-fair_2"),
        ("/start@SaysoTestBot hall", Started(), "hall"),
        ("/start hello it's me", Started(), ""),
        ("/START", Started(), ""),
        *[(f"/{c.value}", CommandGiven(c), "") for c in Command if c not in ONLY_ON_BUTTONS],
        ("/help@SaysoTestBot", CommandGiven(Command.HELP), ""),
        (" /skip ", CommandGiven(Command.SKIP), ""),
        ("/help I can't go on", CommandGiven(Command.HELP), ""),
        ("/stop hurting me", Typed("/stop hurting me"), ""),
        ("/shrug I feel bad", Typed("/shrug I feel bad"), ""),
        ("/leave_out", Unsupported(UnsupportedKind.UNKNOWN_COMMAND), ""),
        ("/dance", Unsupported(UnsupportedKind.UNKNOWN_COMMAND), ""),
        ("/", Typed("/"), ""),
        ("5/10", Typed("5/10"), ""),
        ("help", Typed("help"), ""),
    ],
)
def test_a_slash_command_is_followed_where_it_stands_alone(text: str, inbound: Inbound, code: str) -> None:
    envelope = heard(read(message=message(text=text))).envelope
    assert (envelope.inbound, envelope.code) == (inbound, code)


@pytest.mark.parametrize("name", CONTENT)
def test_what_is_not_words_is_named_by_its_kind(name: str) -> None:
    content, kind = CONTENT[name]
    assert heard(read(message=message(**content))).envelope.inbound == Unsupported(kind)


def test_words_under_a_picture_are_taken_and_the_picture_is_not() -> None:
    found = heard(read(message=message(**CONTENT["a photo"][0], caption=" my drawing: the waiting room ")))
    assert found.envelope.inbound == Typed("my drawing: the waiting room")
    assert found.beside_media


@pytest.mark.parametrize("name", ["a poll", "a contact", "a place", "a venue", "a sticker", "a voice note", "a file"])
def test_what_is_not_words_has_none_to_read(name: str) -> None:
    assert heard(read(message=message(**CONTENT[name][0]))).envelope.inbound == Unsupported(CONTENT[name][1], "")


@pytest.mark.parametrize("name", ["a photo", "a voice note", "a video", "a GIF", "a file", "music"])
def test_the_words_under_anything_are_read(name: str) -> None:
    found = heard(read(message=message(**CONTENT[name][0], caption="it hurts")))
    assert (found.envelope.inbound, found.beside_media) == (Typed("it hurts"), True)


def test_what_was_forwarded_is_read_as_text() -> None:
    origin = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Somebody"}
    assert heard(read(message=message(text="look at this", forward_origin=origin))).envelope.inbound == (
        Typed("look at this")
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [({"text": "new words"}, "new words"), ({**CONTENT["a photo"][0], "caption": " below it "}, "below it")],
)
def test_an_edited_message_is_told_apart_and_its_words_come_along(content: dict[str, Any], words: str) -> None:
    found = heard(read(edited_message=message(**content, edit_date=1_700_000_009)))
    assert found.envelope.inbound == Unsupported(UnsupportedKind.EDITED, words)


def test_a_place_that_moves_along_is_answered_only_the_first_time() -> None:
    moved = message(**CONTENT["a place"][0], edit_date=1_700_000_009)
    assert read(edited_message=moved) == Ignored("moving_location")


@pytest.mark.parametrize(
    ("data", "picked"),
    [
        ("helps:.next", Picked("helps", ".next")),
        ("audience:young_person", Picked("audience", "young_person")),
        ("language:en-easy", Picked("language", "en-easy")),
        ("nothing of ours", Picked("", "")),
        ("", Picked("", "")),
    ],
)
def test_a_pressed_button_is_a_pick(data: str, picked: Picked) -> None:
    query = {"id": "9", "from": USER, "chat_instance": "1", "data": data, "message": message(text="?")}
    found = heard(read(callback_query=query))
    assert found.envelope.inbound == picked
    assert found.pressed == 11


def test_a_button_of_a_message_that_telegram_no_longer_shows_is_a_pick_without_a_message_to_update() -> None:
    gone = {"message_id": 11, "date": 0, "chat": CHAT}
    query = {"id": "9", "from": USER, "chat_instance": "1", "data": "helps:.skip", "message": gone}
    found = heard(read(callback_query=query))
    assert found.envelope.inbound == Picked("helps", ".skip")
    assert found.pressed is None


def test_a_press_on_an_inline_message_is_passed_over() -> None:
    query = {"id": "9", "from": USER, "chat_instance": "1", "data": "a:b", "inline_message_id": "x"}
    assert read(callback_query=query) == Ignored("press_without_message")


@pytest.mark.parametrize(
    "update",
    [
        {"message": {**message(text="hello"), "chat": GROUP}},
        {"message": {**message(text="hello"), "chat": {"id": -5, "type": "group", "title": "Us"}}},
        {"message": {**message(new_chat_members=[BOT_USER]), "chat": GROUP}},
        {"edited_message": {**message(text="hello"), "chat": GROUP}},
        {"channel_post": {"message_id": 1, "date": 1_700_000_000, "chat": CHANNEL, "text": "news"}},
        {
            "callback_query": {
                "id": "9", "from": USER, "chat_instance": "1", "data": "a:b",
                "message": {**message(text="?"), "chat": GROUP},
            }
        },
    ],
)  # fmt: skip
def test_a_chat_that_others_can_read_is_told_apart(update: dict[str, Any]) -> None:
    assert isinstance(read(**update), InGroup)


def membership(chat: dict[str, Any], status: str) -> Reading:
    """Read that the bot's own place in a chat has changed."""
    extra = {"until_date": 0} if status == "kicked" else {}
    return read(
        my_chat_member={
            "chat": chat, "from": USER, "date": 1_700_000_000,
            "old_chat_member": {"status": "left", "user": BOT_USER},
            "new_chat_member": {"status": status, "user": BOT_USER, **extra},
        }
    )  # fmt: skip


def test_blocking_and_unblocking_are_noticed() -> None:
    assert membership(CHAT, "kicked") == Blocked(blocked=True)
    assert membership(CHAT, "member") == Blocked(blocked=False)


def test_being_put_into_a_group_and_out_of_it_is_noticed() -> None:
    assert membership(GROUP, "member") == InGroup(-100500)
    assert membership(GROUP, "left") == LeftGroup(-100500)
    assert membership(GROUP, "kicked") == LeftGroup(-100500)


def test_what_another_bot_writes_is_passed_over() -> None:
    assert read(message={**message(text="hello"), "from": {**BOT_USER, "id": 99}}) == Ignored("not_a_person")


@pytest.mark.parametrize(
    "content",
    [{"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}}, {"pinned_message": message(text="x")}],
)
def test_what_telegram_says_by_itself_is_passed_over(content: dict[str, Any]) -> None:
    assert read(message=message(**content)) == Ignored("service_message")


def test_an_update_of_a_kind_we_never_asked_for_is_passed_over() -> None:
    assert read(poll_answer={"poll_id": "1", "option_ids": [], "option_persistent_ids": []}) == Ignored(
        "kind_of_update"
    )
    assert read() == Ignored("kind_of_update")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("en-GB", "en"), ("uk", "uk"), ("pt-br", ""), ("", ""), ("zh-hans-cn", "")],
)
def test_the_wished_language_is_one_that_there_is_wording_in(tag: str, language: str) -> None:
    user = {**USER, "language_code": tag} if tag else {key: USER[key] for key in USER if key != "language_code"}
    assert heard(read(message={**message(text="hi"), "from": user})).envelope.language == language


def test_every_kind_of_update_that_the_library_knows_is_taken_or_passed_over_by_name() -> None:
    assert {kind.value for kind in UpdateType} == {*TAKEN_UPDATES, *IGNORED_UPDATES}
    assert not set(TAKEN_UPDATES) & IGNORED_UPDATES


def test_every_kind_of_message_that_the_library_knows_has_its_place_by_name() -> None:
    unsupported = {name for name, _ in UNSUPPORTED_CONTENT}
    assert {kind.value for kind in MessageType} == unsupported | SERVICE_CONTENT | BESIDE_CONTENT
    assert not unsupported & SERVICE_CONTENT


def test_nothing_that_a_reading_prints_says_who_it_was() -> None:
    found = read(edited_message=message(text="my mum hits me", edit_date=1_700_000_009))
    assert "700" not in repr(found)
    assert "mum" not in repr(found)
    assert "-100500" not in repr(membership(GROUP, "member")) + repr(membership(GROUP, "left"))
