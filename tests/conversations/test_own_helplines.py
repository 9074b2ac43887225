"""An installation's own file of help lines: it stands over Sayso's by id, brings its words, and is checked like any other."""

from pathlib import Path

import pytest

from conversations.content import load_engagements, load_script
from conversations.engine import new_state
from conversations.errors import ContentError, Problem
from conversations.helplines import SAFE_MINIMUM, Way
from conversations.hours import ALWAYS
from conversations.prompts import help_signpost
from tests.support.checked_helplines import line_of

ENGAGEMENTS = Path(__file__).parent.parent / "engagements"
OUR_LINE = """
[[helplines]]
id = "our_line"
call = "01622 000000"
hours.call = { weekdays = "16:00-20:00", bank_holidays = "closed" }
places = ["swale"]
checked_by = "A. Person"
checked_on = "2026-11-01"
check_by = "2027-05-01"
name.en = "Our line"
name.en-easy = "Our line"
words.en = "Our line, for ages 11 to 19 in Swale: call {call}."
words.en-easy = "Our line is for ages 11 to 19. It is for Swale. Call {call}."
"""


def own_file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path, folder: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        load_script(folder, path)
    return caught.value.problems


def test_a_new_line_comes_after_saysos_own_with_the_words_it_brings(tmp_path: Path) -> None:
    script = load_script(None, own_file(tmp_path, OUR_LINE))
    assert [line.id for line in script.helplines] == [*(line.id for line in load_script().helplines), "our_line"]
    assert script.languages["en"].texts["helpline.our_line"]["text"].startswith("Our line, for ages 11 to 19")
    assert script.languages["en-easy"].texts["helpline_name.our_line"] == {"text": "Our line"}
    assert script.version == load_script().version, "the same questions are asked"


def test_an_entry_takes_the_whole_place_of_the_one_of_its_id(tmp_path: Path) -> None:
    path = own_file(
        tmp_path, '[[helplines]]\nid = "nspcc"\ncall = "0808 800 5000"\nhours = "always"\nchecked_by = ""\n'
    )
    script = load_script(None, path)
    nspcc = line_of(script, "nspcc")
    assert nspcc.hours == {Way.CALL: ALWAYS}
    assert not nspcc.categories, "what it does not say is not taken from the other entry"
    assert [line.id for line in script.helplines] == [line.id for line in load_script().helplines], "the order stays"


def test_it_may_bring_other_words_for_an_entry_that_has_some(tmp_path: Path) -> None:
    entry = '[[helplines]]\nid = "ceop"\nweb = "https://example.org/report"\nwords.en = "Tell the police at {web}."\n'
    script = load_script(None, own_file(tmp_path, entry))
    assert script.languages["en"].texts["helpline.ceop"] == {"text": "Tell the police at {web}."}
    assert (
        script.languages["en-easy"].texts["helpline.ceop"] == load_script().languages["en-easy"].texts["helpline.ceop"]
    )


def test_it_stands_over_every_engagement(tmp_path: Path) -> None:
    path = own_file(tmp_path, OUR_LINE)
    for script in load_engagements(ENGAGEMENTS, helplines_file=path).values():
        assert line_of(script, "our_line").places == {"swale"}
        assert SAFE_MINIMUM.keys() <= {line.id for line in script.helplines}


def test_an_engagements_own_file_adds_to_saysos_and_the_installations_stands_over_both(tmp_path: Path) -> None:
    for name in ("script.toml", "en.toml"):
        text = (ENGAGEMENTS / "after-school" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "helplines.toml").write_text(OUR_LINE, encoding="utf-8")
    assert line_of(load_script(tmp_path), "our_line").call == "01622 000000"
    path = own_file(tmp_path.parent, OUR_LINE.replace("000000", "111111"))
    assert line_of(load_script(tmp_path, path), "our_line").call == "01622 111111"


@pytest.mark.parametrize(
    ("slip", "line", "what", "advice"),
    [
        (('words.en-easy = "', '# "'), 12, "has no words in en-easy", 'words.en-easy = "words"'),
        (('name.en = "Our line"\n', ""), 10, "has no name in en", 'name.en = "words"'),
        (("Swale: call {call}.", "Swale."), 12, "lacks the place {call}", "Put {call}"),
        (("Swale: call {call}.", "Swale: {call} {web}."), 12, "Nobody fills the place {web}", "you can use: {call}"),
        (('"swale"', '"swaile"'), 6, "There is no place 'swaile'", "Did you mean 'swale'?"),
        (("16:00-20:00", "four to eight"), 5, "no times of a day", '"09:00-17:00"'),
        (('check_by = "2027-05-01"', ""), 7, "not its check_by", 'check_by = "2027-05-21"'),
        (('check_by = "2027-05-01"', 'check_by = "2026-05-01"'), 9, "due again before it was checked", "checked_on"),
        (('id = "our_line"', 'id = "our line"'), 3, "cannot be an id", "small letters"),
        (('id = "our_line"', 'id = "our_line"\nsafe_minimum = true'), 4, "cannot be of the safe minimum", "five alone"),
    ],
)  # fmt: skip
def test_a_mistake_in_it_is_named_with_its_line_and_what_to_do(
    slip: tuple[str, str], line: int, what: str, advice: str, tmp_path: Path
) -> None:
    assert slip[0] in OUR_LINE
    path = own_file(tmp_path, OUR_LINE.replace(*slip))
    (found, *_) = [problem for problem in problems_of(path) if what in problem.what]
    assert (found.file, found.line) == (str(path), line)
    assert advice in found.advice


def test_a_number_that_the_general_words_do_not_say_is_asked_for(tmp_path: Path) -> None:
    entry = '[[helplines]]\nid = "beat"\ntext = "85258 FOOD"\n'
    said = " ".join(str(problem) for problem in problems_of(own_file(tmp_path, entry)))
    assert "The words for 'beat' do not say its {text_number}." in said
    assert "The words for 'beat' speak of {call}, which it does not have." in said
    assert "own.toml:1: " in said


def test_the_safe_minimum_cannot_be_weakened_by_it(tmp_path: Path) -> None:
    entry = '[[helplines]]\nid = "shout"\ntext = "85258 SHOUT"\nhours.text = "always"\n'
    (problem,) = problems_of(own_file(tmp_path, entry))
    assert problem.advice == "Add safe_minimum = true."


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "own.toml")
    assert problem.what == "This file of help lines is not there."
    assert problem.file == str(tmp_path / "own.toml")


def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems_of(own_file(tmp_path, '[[helplines]]\nid = "our_line\n'))
    assert (problem.line, "not closed" in problem.what) == (2, True)


def test_the_entry_that_staff_are_shown_can_be_used_as_it_stands(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "helplines.md").read_text(encoding="utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]
    entry = line_of(load_script(None, own_file(tmp_path, example)), "swale_drop_in")
    assert entry.places == {"swale"}
    assert entry.hours


NHS_111 = """
[[helplines]]
id = "nhs_111"
call = "111"
hours.call = "always"
safe_minimum = true
interpreter = true
"""


def test_a_line_that_finds_interpreters_says_how_to_ask_for_one_in_other_languages_than_english(tmp_path: Path) -> None:
    script = load_script(None, own_file(tmp_path, NHS_111 + 'source = "its own page"\n'), frozenset({"pl", "ar"}))
    for code, times in (("en", 0), ("en-easy", 0), ("pl", 1), ("ar", 1)):
        state = new_state(script, language=code)
        asking = script.wording(code).say("help.interpreter", state)
        assert "interpreter, please" in asking
        points = [point for point in help_signpost(script, state).text.split("\n") if asking in point]
        assert len(points) == times
        assert all("18001 111" in point for point in points)


def test_nobody_promises_an_interpreter_without_saying_who_told_them(tmp_path: Path) -> None:
    (problem,) = problems_of(own_file(tmp_path, NHS_111))
    assert "but not who says so" in problem.what


def test_no_line_of_ours_promises_an_interpreter_yet() -> None:
    assert not [line.id for line in load_script().helplines if line.interpreter]
