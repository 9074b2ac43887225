"""Rules in languages that inflect, join words and use other letters, and when another language's rules are read."""

import unicodedata

import pytest

from conversations.errors import ContentError
from conversations.safeguarding import detect
from conversations.safeguarding.corpus import load_corpus
from conversations.safeguarding.detector import default_detector
from conversations.safeguarding.tokens import pieces_of
from conversations.safeguarding.weighing import SECOND_OPINION
from tests.safeguarding.small_languages import catches, detector_of, files_of

ARABIC = 'prefixes = ["و", "ف", "ب", "ل", "ال"]'
PERSIAN = 'prefixes = ["می", "ب"]\nsuffixes = ["ها", "ام"]'
FRENCH = """prefixes = ["l'", "d'", "j'", "m'", "qu'"]"""


@pytest.mark.parametrize(
    ("code", "pattern", "words", "text"),
    [
        ("pl", "tata mnie bij*", "", "Tata mnie bije!"),
        ("pl", "tata [mnie|nas] [bij*|uderz*]", "", "tata nas uderzył wczoraj"),
        ("pl", "tata !moj* bij*", "", "tata znowu bije"),
        ("pl", "{kto} bije", '[classes]\nkto = ["ojciec", "starsz* brat*"]', "starszy brat bije"),
        ("pl", "bije {kto}", '[classes]\nkto = ["ojciec", "starsz* brat*"]', "bije starszego brata"),
        ("pl", "chcę umrzeć", "", "chce umrzec"),
        ("cs", "bije mě", "", "BIJE ME"),
        ("sk", "chcem zomrieť", "", "chcem zomriet"),
        ("sq", "më rrah*", "", "me rrahin"),
        ("ro", "mă lovește", "", "ma loveşte"),
        ("ro", "m-a bătut", "", "m-a batut"),
        ("tr", "beni döv*", "", "BENİ DÖVÜYOR"),
        ("tr", "kız*", "", "KIZIYORUM"),
        ("vi", "muốn chết", "", "muon chet"),
        ("vi", "đánh tôi", "", "danh tôi"),
        ("uk", "сім'я б'є", "", "сімя бє"),
        ("uk", "хочу померти", "", "хочу померти"),
        ("uk", "батьки мені", "", "батьки менi"),
        ("ar", "ابي يضربني", ARABIC, "وأبي يضربني"),
        ("ar", "البيت", ARABIC, "بالبيت"),
        ("ar", "بيت ابي", ARABIC, "وبالبيت أبي"),
        ("ar", "انا خائف", ARABIC, "و انا خايف و خائف انا خائف"),
        ("ar", "أريد أن أموت", "", "اريد ان اموت"),
        ("ar", "مدرسة", "", "مدرسه"),
        ("fa", "می‌خواهم بمیرم", PERSIAN, "می خواهم بمیرم"),
        ("fa", "می‌خواهم بمیرم", PERSIAN, "میخواهم بمیرم"),
        ("fa", "می خواهم بمیرم", PERSIAN, "می‌خواهم بمیرم"),
        ("fa", "بچه را", PERSIAN, "بچه ها را"),
        ("fa", "کتک", "", "كتك"),
        ("ps", "ګواښ*", "", "گواښوي"),
        ("ne", "मलाई कुट्छ", "", "मलाई कुट्छ"),
        ("ne", "मर्न चाहन्छु", "", "म मर्न चाहन्छु"),
        ("ne", "कुट्*", "", "कुट्नुहुन्छ"),
        ("pa", "ਮਰਨਾ ਚਾਹੁੰਦਾ", "", "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ"),
        ("fr", "école", FRENCH, "a l'ecole"),
        ("fr", "m'a frapp*", FRENCH, "il ma frappé"),
        ("fr", "j'ai peur", FRENCH, "jai peur"),
    ],
)
def test_a_rule_notices_what_it_was_written_for(code: str, pattern: str, words: str, text: str) -> None:
    files = files_of(code, [pattern], words)
    assert catches(files, text)
    assert catches(files, text.upper())
    assert catches(files, unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("code", "pattern", "words", "text"),
    [
        ("pl", "tata bij*", "", "tata biegnie"),
        ("pl", "tata !mnie bij*", "", "tata mnie bije"),
        ("pl", "tata !mni* bij*", "", "tata mnie bije"),
        ("pl", "bij*", "", "bi"),
        ("ar", "يضربني", ARABIC, "يضرب الكرة"),
        ("uk", "сім", "", "сім'я"),
        ("ne", "कुट", "", "कुटुम्ब"),
    ],
)
def test_a_rule_leaves_other_words_alone(code: str, pattern: str, words: str, text: str) -> None:
    assert not catches(files_of(code, [pattern], words), text)


def test_a_known_word_is_also_what_a_stem_stands_for() -> None:
    files = files_of("pl", ["bije mocno", "tata bij*", "mama bija*", "mama bijac*"])
    assert catches(files, "tata bije")
    assert catches(files, "tata bijac")
    assert catches(files, "mama bijacy")
    assert not catches(files, "mama bije")


def test_a_guard_with_a_stem_holds_back() -> None:
    guard = '[[guards]]\nid = "g"\npatterns = ["meczu ... przegra*"]\nmatch = ["x"]\nno_match = ["y"]'
    files = files_of("pl", ["przegraliśmy"], guards=guard)
    assert catches(files, "przegraliśmy")
    assert not catches(files, "w meczu wczoraj przegraliśmy")


@pytest.mark.parametrize("pattern", ["bi*", "b*je", "*bije", "bij~", "{kto} bije"])
def test_a_star_in_the_wrong_place_and_an_english_ending_are_refused(pattern: str) -> None:
    with pytest.raises(ContentError):
        catches(files_of("pl", [pattern], '[classes]\nkto = ["ta*"]'), "x")


def test_english_guesses_are_not_made_in_other_languages() -> None:
    assert not catches(files_of("pl", ["killing"]), "killin")


DETECTOR = detector_of(
    pl=["tata mnie bij*", "chcę umrzeć"], uk=["хочу померти"], ar=["أريد أن أموت"], fa=["می‌خواهم بمیرم"]
)


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("tata mnie bije", "pl", "pl-one"),
        ("tata mnie bije", "en", "pl-one"),
        ("tata mnie bije", None, "pl-one"),
        ("chce umrzec", "en-easy", "pl-one"),
        ("хочу померти", "en", "uk-one"),
        ("أريد أن أموت", "uk", "ar-one"),
        ("میخواهم بمیرم", "fa-AF", "fa-one"),
        ("میخواهم بمیرم", "prs", "fa-one"),
        ("tata mnie bije", "zh-x", "pl-one"),
        ("tata mnie bije and school is fine", "not a code", "pl-one"),
    ],
)
def test_a_text_is_heard_in_whatever_language_it_is(text: str, language: str | None, rule: str) -> None:
    assert DETECTOR.detect(text, language).rule_ids == (rule,)


def test_english_is_always_heard() -> None:
    assert DETECTOR.detect("my dad hits me", "pl")


def test_ordinary_english_asks_for_no_other_language() -> None:
    detector = detector_of(pl=["tata mnie bij*"], fr=["mon père me frapp*"], vi=["muon chet"], cs=["on me bije"])
    texts = [example.text for example in load_corpus() if example.language == "en"]
    assert {code for text in texts for code in detector.heard_in(pieces_of(text))} == {"en"}


def test_other_languages_alone_set_off_nothing_in_harmless_english_texts() -> None:
    detector = default_detector()
    english = {SECOND_OPINION, *detector.language("en").rule_ids}
    texts = [example.text for example in load_corpus() if example.language == "en" and not example.category]
    found = {text: set(detect(text, "en").rule_ids) for text in texts}
    assert [text for text, rules in found.items() if rules and not rules & english] == []
