"""Plays talks again in which the language changes: at each step, with words waiting, after help was shown, at the end."""

from itertools import pairwise
from pathlib import Path

import pytest

from conversations import load_script
from conversations.engine import advance
from conversations.inbound import Picked
from conversations.people import Channel
from conversations.prompts import LANGUAGE_ITEM
from conversations.state import Phase
from tests.conversations.states import every_state
from tests.support.transcript_files import (
    play_again,
    read_transcript,
    transcript_paths,
    transcript_text,
    updating,
    write_transcript,
)

SCRIPT = load_script(drafts=frozenset({"pl", "ar"}))
PATHS = transcript_paths(Path(__file__).parent)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_kept_talk_goes_as_it_is_written(path: Path) -> None:
    kept = read_transcript(path)
    now = play_again(SCRIPT, kept)
    if updating():
        write_transcript(path, now)
        return
    assert now.to_dict() == kept.to_dict()
    assert transcript_text(kept) == path.read_text(encoding="utf-8")


def test_the_talks_change_the_language_in_every_phase() -> None:
    before = set()
    for path in PATHS:
        turns = read_transcript(path).turns
        for earlier, turn in pairwise(turns):
            if isinstance(turn.inbound, Picked) and turn.inbound.item_id == LANGUAGE_ITEM:
                before.add(earlier.state.partition(":")[0])
    assert before == {phase.value for phase in Phase} - {"closed"}


def test_a_change_of_language_moves_and_takes_away_nothing() -> None:
    for state in every_state(SCRIPT):
        turn = advance(SCRIPT, state, Picked(LANGUAGE_ITEM, "pl"))
        if state.phase in (Phase.NEW, Phase.CLOSED):
            # Under the last words, which only the web shows, the talk stays over.
            over = state.phase is Phase.CLOSED and state.channel is Channel.WEB
            assert turn.state.phase is (Phase.CLOSED if over else Phase.AUDIENCE)
            continue
        assert turn.effects == ()
        assert turn.state.language == "pl"
        assert (turn.state.phase, turn.state.position, turn.state.answers, turn.state.consents, turn.state.paused_phase) == (
            state.phase, state.position, state.answers, state.consents, state.paused_phase
        )  # fmt: skip
