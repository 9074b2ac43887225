"""Names that say nothing of who is writing: public figures, characters, sayings. They stay, whatever is found in them."""

from conversations.redaction.lexicon import Phrases, lexicon
from conversations.redaction.name_neighbours import CALLED, RELATIONS, word_at
from conversations.redaction.name_words import Sentence, Standing
from conversations.redaction.word_sets import word_set

_OF_A_WORK = word_set("from in on off")
_PLACES = word_set("bay beach harbour hospital stadium theatre cathedral")
_LINKED = word_set("and n &")
_OWN_NAME = word_set("im am is names name's mr mrs miss ms dr me my with")
_DONE_TO_SOMEBODY = word_set(
    "said told tells hit hits pushed kicked punched texted rang asked laughed grabbed bullied bullies shouts shouted messaged blocked left moved"
)
_IN_A_GROUP = (
    ("in", "my"),
    ("in", "our"),
    ("in", "yr"),
    ("in", "year"),
    ("from", "yr"),
    ("from", "year"),
    ("from", "my"),
)
_MAY_BE_NAMES = (Standing.NAME, Standing.LEANING, Standing.AMBIGUOUS, Standing.SURNAME, Standing.UNKNOWN)


def keep_public_names(sentence: Sentence) -> None:
    """Keep phrases that are listed, and names that a film, a series, a book or a game is said to have."""
    tokens, kept, works = sentence.tokens, lexicon().kept_phrases, lexicon().works
    for place, token in enumerate(tokens):
        word = token.plain
        length = _length_at(sentence, place, kept) if word in kept else 0
        work = _length_at(sentence, place, works) if not length and word in works else 0
        if length and not _is_of_somebody_near(sentence, place, length):
            _keep(sentence, place, place + length)
            if place > 1 and word_at(sentence, place - 1) in _LINKED:
                _keep_before(sentence, place - 2)  # 'dave and central cee'
        elif work > 1:
            _keep(sentence, place, place + work)
        elif word in _PLACES and place and token.joined:
            _keep_place(sentence, place - 1)
    for place in range(1, len(tokens) - 1):
        if tokens[place].plain in _OF_A_WORK and _length_at(sentence, place + 1, works):
            _keep_before(sentence, place - 1)


def _is_of_somebody_near(sentence: Sentence, place: int, length: int) -> bool:
    """Whether a public name of so many words is said to be that of one of the writer's own people."""
    return word_at(sentence, place - 1) in RELATIONS if length > 1 else _is_somebodys_own(sentence, place)


def _keep_place(sentence: Sentence, last: int) -> None:
    """Keep the name of a place that anyone may go to: 'joss bay', 'Herne Bay', 'queen mary hospital'."""
    if sentence.standing(last) in (Standing.WORD, Standing.UNKNOWN) and word_at(sentence, last) not in RELATIONS:
        _keep(sentence, last + 1, last + 2)
    if sentence.standing(last) in (Standing.NAME, Standing.LEANING, Standing.SURNAME):
        first = last - 1 if last and sentence.standing(last - 1) is Standing.NAME else last
        if not sentence.tokens[last].seen.endswith("'s") and not _is_somebodys_own(sentence, first):
            _keep(sentence, first, last + 1)


def _length_at(sentence: Sentence, place: int, phrases: Phrases) -> int:
    tokens = sentence.tokens
    for phrase in phrases.get(tokens[place].plain, ()):
        if tuple(t.plain for t in tokens[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _is_somebodys_own(sentence: Sentence, place: int) -> bool:
    """Whether one word that is a star's name is said to be that of somebody near: 'my mate drake', 'romeo hit me'."""
    one, after = word_at(sentence, place - 1), word_at(sentence, place + 1)
    following = (after, word_at(sentence, place + 2))
    return (
        one in RELATIONS or one in CALLED or one in _OWN_NAME or after in _DONE_TO_SOMEBODY or following in _IN_A_GROUP
    )


def _keep_before(sentence: Sentence, last: int) -> None:
    """Keep the name that ends here, and the one linked to it; not where somebody's own people are spoken of."""
    start = last
    while start >= 0 and last - start < 3 and (_is_like_name(sentence, start) or word_at(sentence, start) in _LINKED):
        start -= 1
    start += 1
    if start <= last and not _is_somebodys_own(sentence, start):
        _keep(sentence, start, last + 1)


def _is_like_name(sentence: Sentence, place: int) -> bool:
    return sentence.standing(place) in _MAY_BE_NAMES and sentence.tokens[place].free


def _keep(sentence: Sentence, start: int, end: int) -> None:
    for token in sentence.tokens[start:end]:
        token.free = False
