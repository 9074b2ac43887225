"""`sayso helplines` as staff use it: what it lists, what it shows of a person's screen, how a check is written down."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from bot.cli import main
from conversations.content import load_script
from conversations.helplines import SAFE_MINIMUM
from tests.support.checked_helplines import line_of

IDS = [line.id for line in load_script().helplines]
CHRISTMAS = "2026-12-25T23:30"
OURS = """# Ours.
[[helplines]]
id = "ceop" # the police
web = "https://www.ceop.police.uk"
checked_by = ""

[[helplines]]
id = "nspcc"
call = "0808 800 5000"  # rung
hours = "always"
"""


class Run(Protocol):
    """Runs the command and returns its exit code and everything that it wrote."""

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Run it."""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's own file, which the setting names and which is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_HELPLINES", "own.toml")
    return tmp_path / "own.toml"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in a folder without settings of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["helplines", *arguments])
        written = capsys.readouterr()
        return code, written.out + written.err

    return run


def entry_of(said: str, helpline_id: str) -> dict[str, str]:
    """Return what was listed of one entry, by its label."""
    lines = said.split(f"{helpline_id}\n  state", 1)[1].split("\n\n", 1)[0].split("\n")
    rows = [line.strip().split(None, 1) for line in lines[1:]]
    return {"state": lines[0].strip(), **{row[0]: row[1] for row in rows}}


def check_all(run: Run, *names: str, until: str = "2027-06-01") -> None:
    for name in names:
        assert run("--check", name, "--by", "A. Person", "--until", until, "--at", "2026-11-22T12:00")[0] == 0


def test_every_entry_is_listed_with_all_that_staff_need_to_know(run: Run) -> None:
    _, said = run("--at", CHRISTMAS)
    assert [line for line in said.splitlines() if line in IDS] == IDS
    assert entry_of(said, "kooth") == {
        "state": "NOT SHOWN: not checked by a named person",
        "for": "young_person; of young people only 10_12, 13_15, 16_17, 18_25, not_said; all places",
        "ways": "web https://www.kooth.com; chat https://www.kooth.com",
        "hours": "web: always; chat: Mon-Fri 12:00-22:00, Sat-Sun 18:00-22:00, bank holidays 18:00-22:00",
        "now": "web: always; chat: closed, opens Sat 26 Dec 18:00",
        "checked": "by nobody yet",
        "due": "no day is set",
        "source": line_of(load_script(), "kooth").source,
    }
    assert entry_of(said, "nspcc")["now"] == "not known"
    assert (
        entry_of(said, "domestic_abuse_helpline")["for"] == "everybody; never under 18; above all for domestic_violence"
    )


def test_as_long_as_nobody_has_checked_the_safe_minimum_somebody_is_needed(run: Run) -> None:
    code, said = run()
    assert code == 1
    assert "Shown, but not checked by a named person: emergency, childline, nhs_111, shout, samaritans." in said
    assert "Not shown until somebody checks them: kooth, " in said
    assert "sayso helplines --check ID --by" in said


def test_all_is_well_once_the_safe_minimum_is_checked_until_a_check_runs_out(own: Path, run: Run) -> None:
    check_all(run, *SAFE_MINIMUM)
    check_all(run, "kooth", until="2027-01-31")
    code, said = run("--at", "2027-01-31T23:59")
    assert (code, entry_of(said, "kooth")["state"]) == (0, "shown")
    code, said = run("--at", "2027-02-01T00:00")
    assert (code, entry_of(said, "kooth")["state"]) == (1, "NOT SHOWN: its check has run out")
    assert "Their check has run out: kooth." in said
    code, said = run("--at", "2027-06-02T12:00")
    assert entry_of(said, "shout")["state"] == "safe minimum, always shown; ITS CHECK HAS RUN OUT"
    assert own.is_file()


@pytest.mark.usefixtures("own")
def test_what_is_due_within_some_days_is_listed_alone(run: Run) -> None:
    check_all(run, *SAFE_MINIMUM)
    check_all(run, "kooth", until="2027-01-31")
    code, said = run("--due", "30", "--at", "2026-12-31T12:00")
    assert (code, said) == (0, "0 of 16 help lines have to be checked within 30 days.\n")
    code, said = run("--due", "31", "--at", "2026-12-31T12:00")
    assert (code, said.splitlines()[0]) == (1, "kooth")
    assert "1 of 16 help lines have to be checked within 31 days." in said


def test_a_check_is_written_whole_with_who_and_when_and_holds_half_a_year(own: Path, run: Run) -> None:
    code, said = run("--check", "papyrus", "--by", 'Ada "Al" Person')
    assert code == 0
    assert entry_of(said, "papyrus")["state"] == "shown"
    assert "Sayso shows it from its next start." in said
    (entry,) = tomllib.loads(own.read_text(encoding="utf-8"))["helplines"]
    assert entry["checked_by"] == 'Ada "Al" Person'
    on, until = date.fromisoformat(entry["checked_on"]), date.fromisoformat(entry["check_by"])
    assert until - on == timedelta(days=182)
    before, now = line_of(load_script(), "papyrus"), line_of(load_script(None, own), "papyrus")
    kept = ("call", "text", "age_bands", "categories", "hours", "source")
    assert {key: getattr(now, key) for key in kept} == {key: getattr(before, key) for key in kept}


def test_a_second_check_changes_three_lines_and_keeps_every_remark(own: Path, run: Run) -> None:
    own.write_text(OURS, encoding="utf-8")
    before = own.read_text(encoding="utf-8").splitlines()
    check_all(run, "ceop", until="2027-01-01")
    check_all(run, "nspcc", "ceop", until="2027-02-02")
    after = own.read_text(encoding="utf-8").splitlines()
    check = {'checked_by = "A. Person"', 'checked_on = "2026-11-22"', 'check_by = "2027-02-02"'}
    assert [line for line in after if line not in check] == [line for line in before if line != 'checked_by = ""']
    assert [line.check_by for line in load_script(None, own).helplines if line.checked_by] == ["2027-02-02"] * 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--check", "koth", "--by", "A. Person"], 1, "there is no help line 'koth': Did you mean 'kooth'?"),
        (["--check", "kooth"], 2, "a check without a name counts for nothing"),
        (["--check", "kooth", "--by", "  "], 2, "a check without a name counts for nothing"),
        (["--check", "kooth", "--by", "A. Person", "--until", "2020-01-01"], 2, "has passed already"),
        (["--by", "A. Person"], 2, "Say which entry was checked"),
    ],
)
def test_a_check_that_cannot_count_is_refused_and_nothing_is_written(
    arguments: list[str], code: int, said: str, own: Path, run: Run
) -> None:
    found, written = run(*arguments)
    assert (found, said in written) == (code, True)
    assert not own.exists()
    assert list(own.parent.iterdir()) == []


def test_without_a_file_of_its_own_an_installation_is_told_to_name_one(run: Run) -> None:
    code, said = run("--check", "kooth", "--by", "A. Person")
    assert (code, "SAYSO_HELPLINES=helplines.toml" in said) == (2, True)


def test_a_check_is_not_written_into_a_file_with_mistakes(own: Path, run: Run) -> None:
    own.write_text('[[helplines]]\nid = "beat"\ncall = "0808 801 0677"\nplaces = ["nowhere"]\n', encoding="utf-8")
    before = own.read_text(encoding="utf-8")
    code, said = run("--check", "kooth", "--by", "A. Person")
    assert code == 1
    assert "own.toml:4: There is no place 'nowhere' in places.toml." in said
    assert own.read_text(encoding="utf-8") == before
    assert [path.name for path in own.parent.iterdir()] == ["own.toml"]


def test_a_folder_that_cannot_be_written_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_HELPLINES", "nowhere/own.toml")
    code, said = run("--check", "kooth", "--by", "A. Person")
    assert (code, "own.toml cannot be written" in said) == (1, True)
    code, said = run()
    assert (code, "This file of help lines is not there." in said) == (1, True)


@pytest.mark.usefixtures("own")
def test_it_shows_just_what_somebody_would_read(run: Run) -> None:
    check_all(run, "kooth", "beat", "safe_havens_evenings")
    young = ("--age", "13-15", "--place", "swale", "--audience", "young_person")

    def shown(*arguments: str) -> str:
        code, said = run(*arguments)
        assert code == 0
        return " ".join(said.split())

    evening = shown(*young, "--at", "2026-12-25T17:30")
    assert "The chat is closed now. It opens at 6 pm." in evening
    assert "→ Chat with Kooth: https://www.kooth.com" in evening
    assert "Safe Haven" not in evening
    assert "The chat is open now, until 10 pm." in shown(*young, "--at", "2026-12-25T18:00")
    assert "It opens tomorrow at 6 pm." in shown(*young, "--language", "en-easy", "--at", CHRISTMAS)
    assert "Kooth" not in shown("--age", "13-15", "--place", "somewhere_else")
    assert "Safe Haven" in shown("--audience", "professional")
    parent = shown("--audience", "parent_carer", "--age", "26-plus", "--category", "eating")
    assert parent.index("Beat, for worries about food") < parent.index("call 999")
    assert shown("--age", "13-15", "--immediate").startswith(
        "♥ Thank you for telling us. You may not be safe right now."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--place", "swael"], "There is no place 'swael'. Did you mean 'swale'?"),
        (["--language", "fr"], "There is no language 'fr'. Known are: en, en-easy."),
    ],
)
def test_a_slip_in_who_somebody_is_is_named(arguments: list[str], said: str, run: Run) -> None:
    assert run(*arguments) == (2, f"{said}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--at", "tomorrow"],
        ["--age", "14"],
        ["--due", "soon"],
        ["--until", "May"],
        ["--audience", "child"],
        ["--category", "sad"],
    ],
)
def test_words_that_cannot_be_read_are_refused_with_what_to_write(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["helplines", *arguments])
    assert ended.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_a_moment_without_a_zone_is_meant_by_the_english_clock(run: Run) -> None:
    summer = entry_of(run("--at", "2026-07-06T09:00")[1], "single_point_of_access")["now"]
    assert summer == "open until Mon 06 Jul 17:00"
    assert entry_of(run("--at", "2026-07-06T08:00+00:00")[1], "single_point_of_access")["now"] == summer


def test_an_entry_that_only_one_engagement_has_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_school = Path(__file__).parent.parent / "engagements" / "after-school"
    (tmp_path / "script.toml").write_text((after_school / "script.toml").read_text("utf-8"), encoding="utf-8")
    words = (after_school / "en.toml").read_text("utf-8")
    (tmp_path / "en.toml").write_text(
        f'{words}\n[helpline]\nclub = "The club: call {{call}}."\n[helpline_name]\nclub = "The club"\n',
        encoding="utf-8",
    )
    (tmp_path / "helplines.toml").write_text('[[helplines]]\nid = "club"\ncall = "01622 000000"\n', encoding="utf-8")
    monkeypatch.setenv("SAYSO_CONTENT", str(tmp_path))
    said = run()[1]
    assert entry_of(said, "club")["engagement"] == "after-school"
    assert "engagement" not in entry_of(said, "kooth")
