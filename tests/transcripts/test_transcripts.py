"""Plays every kept talk again and compares every reply, effect and state.

After a change that was meant, run this once with SAYSO_UPDATE_TRANSCRIPTS=1 and read the difference as product text.
"""

import tomllib
from difflib import unified_diff
from pathlib import Path

import pytest

from conversations import load_script
from conversations.engine import advance, new_state
from conversations.inbound import CommandGiven, Picked, Typed, Unsupported, UnsupportedKind
from conversations.people import AgeBand, Audience, Channel
from conversations.transcripts import Transcript, stored_and_loaded
from conversations.turn import Ending
from tests.support.transcript_files import (
    play_again,
    read_transcript,
    transcript_paths,
    transcript_text,
    updating,
    write_transcript,
)

SCRIPT = load_script()
PATHS = transcript_paths()
TALKS = [read_transcript(path) for path in PATHS]


def effects_of(talks: list[Transcript]) -> str:
    return "\n".join(effect for talk in talks for turn in talk.turns for effect in turn.effects)


def what_is_said_now(path: Path, kept: str, now: str) -> str:
    """The difference as lines, after what to do about it: whoever changed a text has not read this file."""
    lines = unified_diff(kept.splitlines(), now.splitlines(), "as it is kept", "as it goes now", n=1, lineterm="")
    return (
        f"This talk goes otherwise now than tests/transcripts/{path.name} has it. If that is meant, run\n"
        "  SAYSO_UPDATE_TRANSCRIPTS=1 make test-fast\n"
        "once and read what changes in tests/transcripts as a young person would.\n\n" + "\n".join(lines)
    )


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_kept_talk_goes_as_it_is_written(path: Path) -> None:
    kept = read_transcript(path)
    now = play_again(SCRIPT, kept)
    if updating():
        write_transcript(path, now)
        return
    if now.to_dict() != kept.to_dict():
        pytest.fail(what_is_said_now(path, transcript_text(kept), transcript_text(now)), pytrace=False)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_talk_is_written_in_the_form_that_is_read(path: Path) -> None:
    talk = read_transcript(path)
    written = transcript_text(talk)
    assert Transcript.from_dict(tomllib.loads(written)) == talk
    if not updating():
        assert written == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_talk_only_presses_buttons_that_were_on_the_screen(path: Path) -> None:
    talk = read_transcript(path)
    state = new_state(SCRIPT, talk.channel, talk.language)
    offered: set[tuple[str, str]] = set()
    for inbound in talk.inbounds:
        if isinstance(inbound, Picked):
            assert (inbound.item_id, inbound.option_id) in offered
        turn = advance(SCRIPT, state, inbound)
        offered |= {(button.item_id, button.option_id) for reply in turn.replies for button in reply.buttons}
        state = stored_and_loaded(turn.state)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_talk_only_does_what_its_channel_can(path: Path) -> None:
    talk = read_transcript(path)
    if talk.channel is Channel.WEB:
        assert not [i for i in talk.inbounds if isinstance(i, CommandGiven | Unsupported)]
    else:
        assert all(0 < len(i.text.strip()) <= 4096 for i in talk.inbounds if isinstance(i, Typed))


def test_the_talks_are_held_in_every_language() -> None:
    picked = {i.option_id for talk in TALKS for i in talk.inbounds if isinstance(i, Picked) and i.item_id == "language"}
    assert picked == set(SCRIPT.languages)


def test_the_talks_meet_everybody() -> None:
    picked = {(i.item_id, i.option_id) for talk in TALKS for i in talk.inbounds if isinstance(i, Picked)}
    assert {("audience", audience.value) for audience in Audience} <= picked
    assert {("age", band.value) for band in AgeBand} <= picked
    assert {talk.channel for talk in TALKS} == {Channel.WEB, Channel.TELEGRAM}


def test_the_talks_reach_every_ending_that_the_script_allows() -> None:
    endings = effects_of(TALKS)
    assert [ending for ending in Ending if f"{ending!r}" not in endings] == []


def test_the_talks_send_everything_that_cannot_be_read() -> None:
    sent = {i.kind for talk in TALKS for i in talk.inbounds if isinstance(i, Unsupported)}
    assert sent == set(UnsupportedKind)


def test_the_talks_see_every_text_that_is_not_kept_for_the_doors() -> None:
    seen = {reply.key for talk in TALKS for turn in talk.turns for reply in turn.replies}
    groups = ("ask.", "consent.", "answer.", "notice.", "unsupported.", "ending.", "welcome.")
    texts = {key for key in SCRIPT.wording("en").texts if key.startswith(groups)}
    told_elsewhere = {
        "ask.languages",
        "answer.many_of",
        "answer.full",
        "notice.script_changed",
        "notice.offer_language",
    }
    assert texts - seen == told_elsewhere


def test_every_talk_has_a_title_of_its_own() -> None:
    titles = [talk.title for talk in TALKS]
    assert len(set(titles)) == len(titles) >= 50
