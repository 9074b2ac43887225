"""Language packs: drafts that nobody is offered unasked, whole against the English, never a crash for what they lack."""

import shutil
from pathlib import Path

import pytest

from conversations.content import OWN_FOLDER, load_script
from conversations.pack_files import PACKS_FOLDER, all_packs, english_hashes, note_translated, standing_of
from conversations.packs import Pack, lacking_variants, may_be_offered
from conversations.people import Channel
from conversations.reading import Problems
from conversations.text_checks import places_in
from conversations.words import plain
from tests.support.talk import Talk

PACKS = all_packs()
EVERY = load_script(drafts=frozenset(PACKS))
ENGLISH = EVERY.languages["en"]
LANGUAGES = {"ar", "ckb", "cs", "fa", "fr", "ne", "pa", "pl", "ps", "ro", "sk", "sq", "ti", "tr", "uk", "vi"}
RIGHT_TO_LEFT = {"ar", "ckb", "fa", "ps"}


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The packs in a copy of Sayso's own content, to be changed."""
    return Path(shutil.copytree(OWN_FOLDER, tmp_path / "content")) / "packs"


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_there_is_a_pack_for_every_language_that_was_asked_for() -> None:
    assert PACKS.keys() == LANGUAGES


def test_nobody_is_offered_a_draft_that_the_installation_does_not_name() -> None:
    assert list(load_script().languages) == ["en", "en-easy"]
    assert list(load_script(drafts=frozenset({"pl"})).languages) == ["en", "en-easy", "pl"]


@pytest.mark.parametrize(
    ("by", "on", "draft"),
    [("", "", True), ("A. Speaker", "", True), ("", "2026-11-01", True), ("A. Speaker", "2026-11-01", False)],
)
def test_a_pack_is_a_draft_until_it_says_who_checked_it_and_when(by: str, on: str, draft: bool) -> None:  # noqa: FBT001
    pack = Pack("pl", "Polski", by, on)
    assert pack.is_draft is draft
    assert may_be_offered(pack, frozenset()) is not draft
    assert may_be_offered(pack, frozenset({"pl"}))


def test_who_checked_a_pack_is_read_from_its_head(packs: Path) -> None:
    change(packs / "pl.toml", 'checked_by = ""\nchecked_on = ""', 'checked_by = "A. Speaker"\nchecked_on = 2026-11-01')
    assert all_packs(packs)["pl"] == Pack("pl", "Polski", "A. Speaker", "2026-11-01")
    (packs / "fr.toml").write_text('[language\nname = "Fran', encoding="utf-8")
    assert all_packs(packs)["fr"].is_draft


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_a_pack_is_written_in_its_own_direction(code: str) -> None:
    assert EVERY.languages[code].direction == ("rtl" if code in RIGHT_TO_LEFT else "ltr")


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_no_text_of_a_pack_lacks_what_its_english_fills_in(code: str) -> None:
    """Times are told by other clocks; all else that the English says of somebody or something is said."""
    for key, variants in EVERY.languages[code].texts.items():
        if key.startswith("time."):
            continue
        for variant, text in variants.items():
            english = ENGLISH.texts[key].get(variant, ENGLISH.texts[key]["text"])
            assert places_in(text) == places_in(english), (code, key, variant)


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_variant_of_the_english_is_there(code: str) -> None:
    own = EVERY.languages[code].texts
    assert list(lacking_variants(own, ENGLISH.texts)) == []


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_text_says_what_it_was_translated_from(code: str) -> None:
    assert standing_of(code).unknown == ()


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_nobody_is_told_of_a_word_for_language_that_could_be_an_answer(code: str) -> None:
    """'Language' is what a newcomer finds hard: as an answer it must be kept, not open a menu."""
    words = {plain(word) for word in EVERY.languages[code].texts["command_words.language"]["text"].split(",")}
    assert plain(EVERY.languages[code].texts["button.languages"]["text"].split("/")[0]) not in words
    assert "language" not in words


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_a_talk_in_a_pack_goes_from_the_beginning_to_the_end(code: str) -> None:
    for channel in Channel:
        talk = Talk(EVERY, channel).start().press(f"language:{code}", "audience:young_person", "age:16_17", "check:no")
        talk.press("take_part:yes", "quotes:yes").say("👍").press("helps:.next")
        assert talk.state.position == "hard"
        talk.press("hard:.stop", "stopping:keep")
        assert talk.state.language == code
        assert talk.replies[-1].key.startswith("ending.")


def test_what_a_pack_lacks_is_said_in_english(packs: Path) -> None:
    hashes = english_hashes(packs.parent, Problems())
    change(packs / "pl.toml", "\nchoose = ", "\nchosen = ")
    assert "notice.choose" in hashes
    assert set(standing_of("pl", packs).missing) == {*standing_of("pl").missing, "notice.choose"}


def test_a_missing_text_of_a_pack_is_heard_in_english(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(packs / "pl.toml", "\nchoose = ", "\n# choose = ")
    monkeypatch.setattr("conversations.pack_files.PACKS_FOLDER", packs)
    texts = load_script(drafts=frozenset({"pl"})).languages["pl"].texts
    assert texts["notice.choose"] == ENGLISH.texts["notice.choose"]
    assert texts["notice.language_changed"] == EVERY.languages["pl"].texts["notice.language_changed"]


def test_a_text_is_stale_when_its_english_changes_and_fresh_again_once_somebody_looked(packs: Path) -> None:
    before = standing_of("pl", packs)
    change(packs.parent / "en.toml", 'text = "How old are you?"', 'text = "How old are you today?"')
    assert set(standing_of("pl", packs).stale) == {*before.stale, "ask.age"}
    note_translated("pl", frozenset({"ask.permission"}), packs)
    assert "ask.age" in standing_of("pl", packs).stale
    assert note_translated("pl", frozenset({"ask.age"}), packs) == 1
    assert standing_of("pl", packs) == before


def test_a_new_day_in_the_script_makes_the_packs_stale(packs: Path) -> None:
    change(packs.parent / "script.toml", 'keep_until = "31 December 2028"', 'keep_until = "31 December 2027"')
    assert "values.keep_until" in standing_of("uk", packs).stale


def test_packs_ship_with_the_program() -> None:
    assert (PACKS_FOLDER / "translated_from").is_dir()
    assert PACKS_FOLDER.is_relative_to(OWN_FOLDER)


def test_another_engagement_keeps_its_own_values_in_a_pack_of_saysos(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "engagements" / "after-school"
    own = Path(shutil.copytree(source, tmp_path / "after-school"))
    words = (own / "en.toml").read_text(encoding="utf-8").replace('name = "English"', 'name = "Polski"')
    (own / "pl.toml").write_text(words, encoding="utf-8")
    script = load_script(own, drafts=frozenset({"pl"}))
    polish = script.languages["pl"]
    assert polish.values["keep_until"] == script.values["keep_until"]
    assert polish.texts["notice.choose"] == EVERY.languages["pl"].texts["notice.choose"]
