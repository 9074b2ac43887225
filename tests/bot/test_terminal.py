import io
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.terminal import understand
from conversations.content import load_script
from conversations.helplines_now import at
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.transcripts import Transcript, play
from conversations.turn import Button

BUTTONS = (Button("age", "13_15", "13 to 15"), Button("age", ".help", "Help", command=True))
TO_THE_QUESTIONS = ["1", "4", "1", "1", "1"]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Type lines into `sayso chat` and return all it showed."""

    def type_in(lines: list[str], *arguments: str, code: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["chat", *arguments]) == code
        return capsys.readouterr().out

    return type_in


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", Picked("age", "13_15")),
        (" 2 ", Picked("age", ".help")),
        ("3", Typed("3")),
        ("0", Typed("0")),
        ("²", Typed("²")),
        ("I'm 14", Typed("I'm 14")),
        ("", Typed("")),
        ("/help", CommandGiven(Command.HELP)),
        ("/leave_out", CommandGiven(Command.LEAVE_OUT)),
        ("/start", Started()),
        ("/photo", Unsupported(UnsupportedKind.PHOTO)),
        ("/nonsense", Unsupported(UnsupportedKind.UNKNOWN_COMMAND)),
    ],
)
def test_a_line_is_a_button_a_command_or_words(typed: str, meant: Inbound) -> None:
    assert understand(typed, BUTTONS) == meant


def test_buttons_are_numbers_and_the_talk_goes_on_by_them(say: Callable[..., str]) -> None:
    shown = say(TO_THE_QUESTIONS)
    assert "     1  A child or young person" in shown
    assert "> 4" in shown
    assert "You chose: 16 or 17" in shown
    assert "Question 1 of 5" in shown


def test_help_shows_numbers_to_call_and_what_a_tap_would_open(say: Callable[..., str]) -> None:
    shown = say(["/help"])
    assert "♥ You matter" in shown
    assert "→ Call Childline: 0800 1111" in shown
    assert "→ Text Shout: 85258 SHOUT" in shown


def test_chosen_buttons_are_marked(say: Callable[..., str]) -> None:
    every_kind = str(Path(__file__).parent.parent / "engagements" / "after-school")
    assert "2  On Saturdays ✓" in say(["1", "3", "1", "1", "1", "4", "2"], every_kind)


@pytest.mark.parametrize("last", [["/quit"], []])
def test_quit_and_the_end_of_the_input_both_end_the_talk(last: list[str], say: Callable[..., str]) -> None:
    assert say(["1", *last, "4"][: 1 + len(last)]).count("How old are you?") == 1


def test_the_channel_and_the_language_can_be_chosen(say: Callable[..., str]) -> None:
    shown = say([], "--channel", "telegram", "--language", "en-easy")
    assert "Telegram could read it." in shown
    assert "I am a child or young person" in shown


def test_a_saved_talk_plays_again_to_the_same_words(say: Callable[..., str], tmp_path: Path) -> None:
    saved = tmp_path / "friends_help.toml"
    say([*TO_THE_QUESTIONS, "my friends", 'and "music" 🎵', "/voice", "/stop", "1"], "--save", str(saved))
    transcript = Transcript.from_dict(tomllib.loads(saved.read_text(encoding="utf-8")))
    assert transcript.title == "friends help"
    assert transcript.turns[-1].state == "closed"
    assert "AddToAnswer(question_id='helps', text='my friends')" in transcript.turns[6].effects
    then = at(load_script(), datetime.fromisoformat(transcript.moment))
    assert replace(play(then, transcript.inbounds, title="friends help"), moment=transcript.moment) == transcript


def test_a_talk_is_saved_even_when_it_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.chat.read_line", broken_off)
    assert main(["chat", "--save", str(tmp_path / "talk.toml"), "--title", "Short"]) == 130
    saved = tomllib.loads((tmp_path / "talk.toml").read_text(encoding="utf-8"))
    assert (saved["title"], len(saved["turns"])) == ("Short", 1)
