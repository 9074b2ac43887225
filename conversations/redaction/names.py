"""Finds people's names: listed ones, and words that the sentence makes a name. The rules that read the sentence are in
`name_cues`; this module decides in which order they speak and what belongs to a name once it is found.
"""

from collections.abc import Callable, Sequence

from conversations.redaction.claims import Claims
from conversations.redaction.foreign_names import claim_foreign_cues
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.name_cues import CUES, may_be_cued
from conversations.redaction.name_words import Sentence, Standing
from conversations.redaction.public_names import keep_public_names
from conversations.redaction.titles import FORMAL, KIN, MISS_AS_VERB, SPOKEN
from conversations.redaction.tokens import Token
from conversations.redaction.word_sets import word_set

Rule = Callable[[Sentence, int], int]
_LINKS = frozenset(
    (
        "and",
        "n",
        "an",
        "nd",
        "or",
        "with",
        "y",
        "i",
        "et",
        "und",
        "ve",
        "dhe",
        "si",
        "și",
        "a",
        "und",
        "و",
        "і",
        "та",
        "और",
        "plus",
    )
)
_LIKE_FORMAL = FORMAL | word_set("miss dr doctor ms rev fr head prof")
_TITLES = _LIKE_FORMAL | SPOKEN | KIN
_PARTICLES = word_set("al el bin bint ibn abu de da di van von der le la du dos del o mc mac st ul ur")


def claim_names(claims: Claims, tokens: Sequence[Token]) -> None:
    """Claim the names of people."""
    sentence = Sentence(claims.seen, tokens)
    keep_public_names(sentence)
    claim_foreign_cues(sentence)
    for place in range(len(tokens)):
        if not sentence.open(place):
            continue
        if _title(sentence, place) or sentence.is_certain(place):
            sentence.mark(place)
    for place in range(len(tokens)):
        if sentence.open(place) and may_be_cued(sentence, place):
            for rule in CUES:
                length = rule(sentence, place)
                if length:
                    for taken in range(place, place + length):
                        sentence.mark(taken)
                    break
    _neighbours(sentence)
    for start, end in sentence.stretches():
        claims.claim(start, end, Kind.NAME)


def _title(sentence: Sentence, place: int) -> bool:  # noqa: C901 - one line for each kind of title
    """Whether this word follows a title that makes it a name; the title is taken with it."""
    if place == 0:
        return False
    title, token = sentence.tokens[place - 1], sentence.tokens[place]
    if title.plain not in _TITLES:
        return False
    before = sentence.tokens[place - 2].plain if place > 1 else ""
    if title.plain in _RELATIVES and before in _OWNING:
        return False
    if not title.free or not (token.joined or token.gap.strip() == ".") or "\n" in token.gap:
        return False
    word, standing = token.plain, sentence.standing(place)
    function = (
        word in lexicon().function_words
        and not (word in lexicon().surname_words and title.plain in ("mr", "mrs", "ms"))
    ) or bool(token.placeholder)
    if function and word in lexicon().ambiguous and (title.plain in KIN or title.plain in FORMAL):
        function = not sentence.reads_as_name(place)
    fits = False
    if function:
        fits = False
    elif title.plain in _LIKE_FORMAL:
        fits = _after_formal(sentence, place, title.plain, before, standing)
    elif title.plain in SPOKEN:
        fits = (
            standing in (Standing.NAME, Standing.SURNAME, Standing.LEANING)
            or (title.plain == "sir" and len(word) == 1 and word not in "aiuxr")
            or (
                standing is Standing.UNKNOWN
                and title.plain not in ("head", "nurse", "sister", "brother", "father", "lady")
            )
            or (token.capital and title.capital and not token.opens and standing is not Standing.WORD)
            or (title.plain in _ALWAYS_A_TITLE and before not in _OWNING and _is_also_a_surname(sentence, place))
        )
    elif title.plain in KIN:
        fits = (
            (
                standing in (Standing.NAME, Standing.LEANING, Standing.SURNAME)
                and (sentence.english or sentence.is_certain(place))
            )
            or (standing is Standing.UNKNOWN and sentence.english_or_capital(place) and not sentence.is_slip(place))
            or (standing is Standing.AMBIGUOUS and sentence.reads_as_name(place))
        )
    if not fits and title.plain in FORMAL and word in _PARTICLES and place + 1 < len(sentence.tokens):
        fits = token.joined and sentence.standing(place + 1) in (Standing.NAME, Standing.SURNAME, Standing.UNKNOWN)
        if fits:
            sentence.mark(place + 1)
    if fits:
        sentence.mark(place - 1)
    return fits


def _is_also_a_surname(sentence: Sentence, place: int) -> bool:
    """'sir peters shouts', 'nurse long was': an ordinary word that is a family name where the sentence goes on as after one."""
    word, known = sentence.tokens[place].plain, lexicon()
    named = word in known.surname_words or (word[-1] == "s" and word[:-1] in known.names)
    return named and place + 1 < len(sentence.tokens) and sentence.ends_or_verb(place)


def _after_formal(sentence: Sentence, place: int, title: str, before: str, standing: Standing) -> bool:
    token, word = sentence.tokens[place], sentence.tokens[place].plain
    if title == "miss" and before in MISS_AS_VERB and not (sentence.tokens[place - 1].capital and token.capital):
        return standing is Standing.SURNAME or (standing is Standing.UNKNOWN and word in lexicon().surnames)
    if standing in (Standing.NAME, Standing.SURNAME, Standing.LEANING, Standing.UNKNOWN):
        return True
    if len(word) == 1:
        said = sentence.ends_or_verb(place) and place + 1 < len(sentence.tokens)
        return word.isalpha() and (word not in "aiu" or said or (token.capital and not sentence.capital_text))
    if word in lexicon().surname_words or standing is Standing.AMBIGUOUS:
        return (
            title != "miss"
            or sentence.reads_as_name(place)
            or token.capital
            or before in ("", "with", "to", "by", "from", "tell", "and", "like", "see", "told")
        )
    if title in ("mr", "mrs", "ms", "mister"):
        return word not in _MR_FOLLOWS
    return (
        token.capital
        and sentence.tokens[place - 1].capital
        and not sentence.capital_text
        and standing is not Standing.WORD
    )


_ALWAYS_A_TITLE = word_set("sir nurse pastor officer constable coach imam vicar")
_RELATIVES = word_set("brother sister father mother")  # 'sister agnes' is a nun, 'my sister agnes' is not
_OWNING = word_set("my our his her their your the big little older younger step best")
_MR_FOLLOWS = word_set(
    "said says told told and or is was teacher teachers whatever something who at in on with mr mrs ms miss gave made let lets"
)


def _neighbours(sentence: Sentence) -> None:
    """Let names take in what belongs to them: family names, second halves, and the next in a list of names."""
    tokens = sentence.tokens
    for place in range(1, len(tokens)) if sentence.has_names() else ():
        if sentence.open(place) and sentence.is_name(place - 1) and _belongs_after(sentence, place):
            sentence.mark(place)
    for place in range(len(tokens) - 1):
        if len(tokens[place].plain) == 1 and sentence.open(place + 1) and _is_initial(sentence, place):
            sentence.mark(place)
            sentence.mark(place + 1)
    for place in range(len(tokens) - 2, -1, -1) if sentence.has_names() else ():
        if sentence.open(place) and sentence.is_name(place + 1) and _belongs_before(sentence, place):
            sentence.mark(place)


def _belongs_after(sentence: Sentence, place: int) -> bool:  # noqa: C901 - one line for each thing a word may be
    token, standing = sentence.tokens[place], sentence.standing(place)
    if token.gap == "-":
        return token.plain not in lexicon().function_words
    if not token.joined or "\n" in token.gap:
        return _listed_with(sentence, place, place - 1) if token.gap.strip() in (",", "&", "+", "/") else False
    if sentence.tokens[place - 1].seen.endswith(("'s", "s'")):
        return False
    if token.plain in _LINKS:
        return False
    if standing is Standing.SURNAME:
        return True
    if token.plain in lexicon().surname_words and token.plain not in lexicon().function_words:
        return (token.capital and not sentence.capital_text) or sentence.ends_or_verb(place)
    if standing is Standing.AMBIGUOUS:
        return (token.capital and not sentence.capital_text) or (
            sentence.reads_as_name(place) and token.plain not in ("will", "can", "van", "art", "love")
        )
    if standing is Standing.UNKNOWN:
        return (token.capital and not sentence.capital_text) or (
            len(token.plain) > 3
            and sentence.english
            and not sentence.is_slip(place)
            and not any(c.isdigit() for c in token.seen)
            and sentence.tokens[place - 1].free
            and sentence.ends_or_verb(place)
        )
    if len(token.plain) == 1 and token.plain.isalpha():
        return (
            token.plain
            not in ("i", "a", "x", "u", "r", "n", "y", "o", "w", "z", "и", "і", "в", "у", "я", "и", "a", "e", "s")
            and token.seen.isascii()
        )
    if token.plain in _PARTICLES and place + 1 < len(sentence.tokens):
        return (
            sentence.tokens[place - 1].free
            and (token.plain not in lexicon().words or token.plain in ("van", "der", "de", "da", "al"))
            and sentence.standing(place + 1) in (Standing.SURNAME, Standing.NAME, Standing.UNKNOWN)
            and sentence.tokens[place + 1].joined
        )
    return False


def _is_initial(sentence: Sentence, place: int) -> bool:
    """'t. baker': one letter with a full stop before a family name. 'plan b. black is' ends a sentence."""
    letter, following = sentence.tokens[place], sentence.tokens[place + 1]
    if not letter.plain.isalpha() or following.gap.strip() != "." or "\n" in following.gap:
        return False
    named = sentence.standing(place + 1) is Standing.SURNAME or following.plain in lexicon().surname_words
    before = sentence.tokens[place - 1].plain if place and letter.joined else ""
    return named and sentence.ends_or_verb(place + 1) and (before in _BEFORE_A_NAME or not before)


_BEFORE_A_NAME = word_set("by to from with and called told tell dear love thanks regards mr mrs ms miss dr saw see")


def _belongs_before(sentence: Sentence, place: int) -> bool:
    following, standing = sentence.tokens[place + 1], sentence.standing(place)
    if following.gap == "-":
        return sentence.tokens[place].plain not in lexicon().function_words and standing is not Standing.WORD
    return False


def _listed_with(sentence: Sentence, place: int, _other: int) -> bool:
    """'kai, grace and faith': an ambiguous or unknown word in a list of names."""
    standing = sentence.standing(place)
    if standing is Standing.UNKNOWN:
        return sentence.english and not sentence.is_slip(place) and sentence.ends_or_verb(place)
    return standing is Standing.AMBIGUOUS and sentence.ends_or_verb(place) and sentence.reads_as_name(place)
