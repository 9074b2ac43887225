import shutil
from pathlib import Path

import pytest

from bot.cli import main
from conversations.content import OWN_FOLDER
from tests.bot.content_mistakes import HOW_IT_IS_WRITTEN, WHAT_IS_ASKED, WHAT_IT_SAYS, Mistake

MISTAKES = {**HOW_IT_IS_WRITTEN, **WHAT_IT_SAYS, **WHAT_IS_ASKED}


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of Sayso's own content, seen from the folder it is in."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(OWN_FOLDER, tmp_path / "content"))


def put_in(content: Path, mistake: Mistake) -> int:
    """Make a mistake and return the line that must be reported."""
    path = content / mistake.file
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(mistake.right)
    assert found, "the content has changed: this mistake no longer fits it"
    path.write_text(before + mistake.wrong + after, encoding="utf-8")
    return before.count("\n") + 1 + mistake.offset


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_file_its_line_and_what_to_do(
    mistake: Mistake, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = put_in(content, mistake)
    assert main(["script", "check", "content"]) == 1
    said = capsys.readouterr().out
    assert [words for words in said.splitlines() if f"content/{mistake.file}:{line}: " in words], said
    assert mistake.says in said


@pytest.mark.parametrize("mistake", HOW_IT_IS_WRITTEN.values(), ids=HOW_IT_IS_WRITTEN)
def test_one_slip_of_the_pen_is_one_mistake(
    mistake: Mistake, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(content, mistake)
    main(["script", "check", "content"])
    assert "\n1 mistake." in capsys.readouterr().out


def test_all_mistakes_are_named_at_once(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a text is empty", "the kind has a slip", "a district has no name"):
        put_in(content, MISTAKES[name])
    main(["script", "check", "content"])
    said = capsys.readouterr().out
    assert [line.split(":")[0] for line in said.splitlines()[:3]] == [
        "content/en.toml", "content/places.toml", "content/script.toml",
    ]  # fmt: skip


def test_a_new_language_is_told_which_texts_it_lacks(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (content / "en.toml").read_text(encoding="utf-8")
    (content / "fr.toml").write_text(words.replace('help = "Help"\n', "", 1), encoding="utf-8")
    assert main(["script", "check", "content"]) == 1
    said = capsys.readouterr().out
    line = words[: words.index("[button]")].count("\n") + 1
    assert f"content/fr.toml:{line}: The text 'button.help' is missing (button: help)." in said
    assert 'Write it under [button], as help = "words".' in said


@pytest.mark.parametrize(
    ("slip", "text", "group"),
    [
        (("script.toml", 'id = "waiting"', 'id = "on_a_list"'), "option.services.on_a_list", "[option.services]"),
        (("script.toml", 'id = "hard"', 'id = "barriers"'), "question.barriers", "[question]"),
        (("helplines.toml", 'id = "shout"', 'id = "shoot"'), "helpline.shoot", "[helpline]"),
    ],
)
def test_words_for_what_the_script_names_are_asked_for(
    slip: tuple[str, str, str], text: str, group: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(content, Mistake(*slip, says="is missing"))
    words = (content / "en.toml").read_text(encoding="utf-8")
    line = words[: words.index(f"\n{group}\n")].count("\n") + 2
    assert main(["script", "check", "content"]) == 1
    assert f"content/en.toml:{line}: The text '{text}' is missing" in capsys.readouterr().out


def test_an_empty_language_file_is_one_mistake(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "fr.toml").write_text('[language]\nname = "Français"\nhtml = "fr"\n', encoding="utf-8")
    assert main(["script", "check", "content"]) == 1
    assert "content/fr.toml: This file holds no words yet. Copy en.toml" in capsys.readouterr().out


def test_the_installations_own_help_lines_are_checked_as_well(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (content.parent / "own.toml").write_text('[[helplines]]\nid = "beat"\nhours = "sometimes"\n', encoding="utf-8")
    monkeypatch.setenv("SAYSO_HELPLINES", "own.toml")
    assert main(["script", "check"]) == 1
    assert "own.toml:3: 'hours' are no hours that can be read. Write \"always\"" in capsys.readouterr().out


def test_a_file_that_is_no_language_is_named(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "en copy.toml").write_text("", encoding="utf-8")
    assert main(["script", "check", "content"]) == 1
    assert "content/en copy.toml: This file's name is not the code of a language." in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_saved_in_another_encoding_is_named(
    encoding: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content / "en.toml").write_text("# déjà vu\n", encoding=encoding)
    assert main(["script", "check", "content"]) == 1
    assert "content/en.toml: This file cannot be read. Save it as plain text in UTF-8." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new"), [("\n", "\r\n"), ("\nnext = ", "\n\tnext  =\t"), ("# The words", "\ufeff# The words")]
)
def test_what_editors_do_to_files_is_no_mistake(old: str, new: str, content: Path) -> None:
    words = (content / "en.toml").read_text(encoding="utf-8")
    (content / "en.toml").write_text(words.replace(old, new), encoding="utf-8", newline="")
    assert main(["script", "check", "content"]) == 0


@pytest.mark.parametrize("name", ["nowhere", "content/en.toml", "empty"])
def test_a_folder_without_an_engagement_is_a_mistake(
    name: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content.parent / "empty").mkdir()
    assert main(["script", "check", name]) == 1
    assert f"{name}: There is no engagement in this folder. Put a script.toml in it" in capsys.readouterr().out


def test_saysos_own_content_can_be_used_and_is_easy_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "check", "--strict"]) == 0
    said = capsys.readouterr().out
    assert "five-questions can be used: 11 questions" in said
    assert "0 texts hard to read" in said


HARD_WORDS = 'audience = "Preliminary demographic categorisation: kindly characterise your professional or familial situation."\n'


def test_a_text_that_is_hard_to_read_is_named_but_can_be_used(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (content / "en.toml").read_text(encoding="utf-8")
    (content / "en.toml").write_text(
        words.replace('audience = "First, which of these are you?"\n', HARD_WORDS), encoding="utf-8"
    )
    line = words[: words.index("audience = ")].count("\n") + 1
    assert main(["script", "check", "content"]) == 0
    said = capsys.readouterr().out
    assert f"content/en.toml:{line}: 'ask.audience' reads like age" in said
    assert "long words: Preliminary, demographic, categorisation" in said
    assert "1 text hard to read" in said
    assert main(["script", "check", "content", "--strict"]) == 1


def test_it_says_who_checked_the_words_and_when(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["script", "check", "content"])
    assert "not checked yet" in capsys.readouterr().out
    words = (content / "en.toml").read_text(encoding="utf-8")
    checked = words.replace('checked_by = ""', 'checked_by = "B. Reader"').replace(
        'checked_on = ""', "checked_on = 2026-11-02"
    )
    (content / "en.toml").write_text(checked, encoding="utf-8")
    main(["script", "check", "content"])
    assert "checked by B. Reader, 2026-11-02" in capsys.readouterr().out


def test_the_reading_age_is_measured_in_english_only(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (content / "en.toml").read_text(encoding="utf-8")
    french = words.replace('html = "en-GB"', 'html = "fr"').replace(
        'audience = "First, which of these are you?"\n', HARD_WORDS
    )
    (content / "fr.toml").write_text(french, encoding="utf-8")
    assert main(["script", "check", "content", "--strict"]) == 0
    assert "reading age is measured in English only" in capsys.readouterr().out
