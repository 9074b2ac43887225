import pytest

from bot.cli import main
from bot.script_preview import PAGE
from conversations.content import load_script
from conversations.paths import find_paths


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["script", "preview", *arguments]) == 0
    return capsys.readouterr().out


def test_the_paths_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--list").split() == list(find_paths(load_script()))


def test_a_path_reads_as_a_talk(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--path", "permission-no")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines[0] == "permission-no   (web, en)"
    talk = [line for line in lines if line.startswith((">", "That's OK"))]
    assert talk == [
        "> A child or young person",
        "> 10 to 12",
        "> Not yet",
        "That's OK. Ask a grown-up you trust, then come back.",
    ]
    assert lines[-1] == "The talk has ended: no permission."
    assert "[Yes, they are happy with it] [Not yet]" in text


def test_what_is_chosen_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "[I am or was in care ✓]" in shown(capsys, "--path", "young-person-13-15")


def test_all_paths_fit_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys)
    assert max(map(len, text.splitlines())) <= PAGE
    assert text.count("The talk has ended: ") == len(find_paths(load_script()))


def test_the_telegram_door_and_easy_read_have_words_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Telegram could read" in shown(capsys, "--channel", "telegram", "--path", "professional")
    assert "I work with young people" in shown(capsys, "--language", "en-easy", "--path", "professional")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--path", "take-part-on"], "Did you mean 'take-part-no'?"),
        (["--language", "xx"], "Use one of: en, en-easy"),
    ],
)
def test_a_slip_is_answered_with_what_there_is(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["script", "preview", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_content_that_cannot_be_used_is_said_so(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "preview", str(tmp_path)]) == 1
    assert "script.toml: This file is not there." in capsys.readouterr().err
