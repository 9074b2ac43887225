"""What the rules about sentences share: the words for people in one's life, and looking at neighbours."""

from conversations.redaction.name_words import Sentence, Standing
from conversations.redaction.word_lists import read_words
from conversations.redaction.word_sets import word_set

RELATIONS = read_words("cues/relations.txt")


CALLED = word_set("called named calld")


BEFORE_SAYING = word_set(
    "the a an my your his her our their this that some any i we you they he she it to not as like of in which what and one"
)


def word_at(sentence: Sentence, place: int) -> str:
    """Return the folded word at this place, or nothing beyond the text's ends."""
    return sentence.tokens[place].plain if 0 <= place < len(sentence.tokens) else ""


def is_joined(sentence: Sentence, place: int) -> bool:
    """Whether there is a word here, with only spaces before it."""
    return place < len(sentence.tokens) and sentence.tokens[place].joined


def may_be_name(sentence: Sentence, place: int, *, unknown: bool = True) -> bool:
    """Whether a word that a sentence offers as a name can be one."""
    standing = sentence.standing(place)
    if standing in (Standing.NAME, Standing.LEANING, Standing.SURNAME):
        return True
    if standing is Standing.AMBIGUOUS:
        return sentence.reads_as_name(place)
    return (
        unknown and standing is Standing.UNKNOWN and sentence.english_or_capital(place) and not sentence.is_slip(place)
    )


THINGS = word_set("art hope faith joy love god peace music nature spirit justice christian dream")
