import pytest

from conversations.content import load_script
from conversations.readability import EASY_READ_ENDING, measure_script, target_for
from conversations.reading_age import EASY_READ, GROWN_UPS, YOUNG_PEOPLE, measure, too_hard
from conversations.syllables import syllables

SCRIPT = load_script()

COUNTED = {
    1: "the cat makes things change liked friends asked notes loved you year through called used phones",
    2: "about any people over after little able wanted pages something being going doctor sometimes changes asking",
    3: "anyone nobody computer already example addresses organise video idea area carrying audience employer",
    4: "anybody everybody's information emergency society experience",
    5: "university disability organisation",
}
"""How many syllables are heard in words that British children say."""


@pytest.mark.parametrize(
    ("heard", "word"), [(heard, word) for heard, words in COUNTED.items() for word in words.split()]
)
def test_syllables_are_counted_as_they_are_said(heard: int, word: str) -> None:
    assert syllables(word) == heard


def test_the_grade_is_that_of_the_published_formula() -> None:
    counted = measure("The cat sat on the mat. The dog ran to the cat and sat.")
    assert (counted.words, counted.sentences, counted.syllables) == (14, 2, 14)
    assert counted.reading_age == 5.0, "0.39 * 7 + 11.8 * 1 - 15.59 + 5 is 3.94, and nobody below five reads"
    harder = measure("Commissioners will determine appropriate arrangements following comprehensive consultation.")
    expected = 0.39 * harder.words + 11.8 * harder.syllables / harder.words - 15.59 + 5
    assert harder.reading_age == pytest.approx(expected)
    assert expected > 25


@pytest.mark.parametrize("end", [". ", "! ", "? ", ": ", "; ", "\n", ".) ", '." '])
def test_every_end_of_a_thought_ends_a_sentence(end: str) -> None:
    assert measure(f"We stop here{end}You can go").sentences == 2


def test_numbers_and_names_are_not_long_words() -> None:
    counted = measure("You can call Samaritans on 116 123 or use Telegram. Information is here.")
    assert counted.long_words == ("Information",)


def test_a_few_words_have_no_reading_age_but_their_long_words_are_told() -> None:
    counted = measure("Preferred methodology")
    assert counted.reading_age is None
    assert too_hard(counted, YOUNG_PEOPLE) == ("long words: methodology",)


def test_a_long_sentence_of_short_words_is_still_hard() -> None:
    counted = measure("we go to the shop and then " * 3 + "we go to bed")
    assert "a sentence of 25 words, should be 20 or fewer" in too_hard(counted, YOUNG_PEOPLE)
    assert not too_hard(counted, GROWN_UPS)


def test_each_reader_has_a_ceiling() -> None:
    english, easy = SCRIPT.languages["en"], SCRIPT.languages["en-easy"]
    assert target_for(SCRIPT, english, "question.hard", "text") is YOUNG_PEOPLE
    assert target_for(SCRIPT, english, "question.hard", "16_17") is YOUNG_PEOPLE
    assert target_for(SCRIPT, english, "question.hard", "professional") is GROWN_UPS
    assert target_for(SCRIPT, english, "question.helps", "parent_carer") is GROWN_UPS
    assert target_for(SCRIPT, easy, "question.hard", "professional") is EASY_READ
    assert EASY_READ.age < YOUNG_PEOPLE.age < GROWN_UPS.age


def test_every_text_can_be_read_by_those_it_is_for() -> None:
    assert [(text.language, text.key, text.reasons) for text in measure_script(SCRIPT) if text.reasons] == []


def test_easy_read_says_everything_that_the_standard_wording_says() -> None:
    assert SCRIPT.languages["en-easy"].texts.keys() == SCRIPT.languages["en"].texts.keys()
    assert [code for code in SCRIPT.languages if code.endswith(EASY_READ_ENDING)] == ["en-easy"]


def test_easy_read_is_easier_than_the_standard_wording() -> None:
    ages: dict[str, list[float]] = {code: [] for code in SCRIPT.languages}
    for text in measure_script(SCRIPT):
        if text.measure.reading_age is not None:
            ages[text.language].append(text.measure.reading_age)
    mean = {code: sum(all_of) / len(all_of) for code, all_of in ages.items()}
    assert mean["en-easy"] < mean["en"]
