from datetime import UTC, datetime, timedelta

import pytest

from bot.scripts_now import ScriptsNow
from conversations.content import load_script
from tests.support.checked_helplines import all_checked

SCRIPT = all_checked(load_script())
MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_script_is_worked_out_anew_only_when_something_changes() -> None:
    moments = [MORNING + timedelta(minutes=minute) for minute in (0, 1, 179, 180, 181, 0)]
    clock = iter(moments)
    scripts = ScriptsNow({SCRIPT.engagement: SCRIPT}, lambda: next(clock))
    found = [scripts[SCRIPT.engagement] for _ in moments]
    assert found[0] is found[1] is found[2], "nothing opens or closes before noon"
    assert found[3] is found[4]
    assert found[2] != found[3], "at noon a chat opens"
    assert found[5] == found[0], "the clock was put back"


def test_an_engagement_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        ScriptsNow({}, lambda: MORNING)["nothing"]
