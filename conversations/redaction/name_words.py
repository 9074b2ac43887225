"""What a word may be, seen on its own and by its neighbours: a name, a word, either, or neither."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

from conversations.redaction.lexicon import Lexicon, lexicon
from conversations.redaction.likeness import is_like_a_name
from conversations.redaction.slips import is_built, is_slip
from conversations.redaction.tokens import Token, is_name_placeholder
from conversations.redaction.word_sets import word_set

_STRETCHED = re.compile(r"(.)\1{2,}")
_NO_VOWEL_BEFORE_N = re.compile(r"^[a-z]{3,}[dkrs]n$")  # jaydn, aidn
_SIKH_ENDINGS = re.compile(r".{2,}(?:ਪ੍ਰੀਤ|ਜੋਤ|ਦੀਪ|ਲੀਨ|ਵੀਰ|ਪਾਲ|ਜੀਤ|ਮੀਤ|ਵਿੰਦਰ|ਜਿੰਦਰ)")
_VIETNAMESE = re.compile(r"[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_ARTICLES = word_set("a an the some any this that these those my your his her our their no each every")
_VERBS = word_set(
    "lets let said says told tells is was has had who helped helps helping thinks thought knows knew got gets went goes came comes left made makes did does didnt doesnt "
    "died wants wanted works worked saw sees listened listens talks talked spoke isnt wasnt hasnt cant couldnt gave gives took takes keeps kept asked asks reckons moved "
    "lives loves hates likes liked loved felt feels sat started stopped cries cried ran looked looks text texted rang rings calls called ignored laughed bullies "
    "bullied hit hurt shouts shouted shout yells yelled teaches taught grabbed pushed punched kicked smiled smiles cares cared thats that's never always still just really would wouldnt wont at from in and or but because cos coz bc so x xx xxx lol too also tbh when cuz n about if for on off then again first"
)
_NOT_MODAL = word_set(
    "always never still just really also be not x have help get go make do would at in on for too first then hit hurt let put cut "
    "she he they i we you u it my me tell come take"
)
_DRAWN = word_set("on in a me my it him her us something this all the some pictures at for with")
_PLACES_BEFORE = word_set("in near around from to into")


_LEANING_VERBS = word_set("rob frank lance nick drew sue brook barb ginger earl archer hunter tabby tanner mick")


class Standing(Enum):
    """What a word is on its own."""

    NAME = auto()
    LEANING = auto()
    AMBIGUOUS = auto()
    SURNAME = auto()
    WORD = auto()
    UNKNOWN = auto()
    OTHER = auto()


_SHORT_WORD = 4
_FOREIGN_ENOUGH = 2  # one word of another language may be somebody's name
_MOST_GUESSES = 300  # a text with more unlisted words is no chat; guessing about each would only make it slow


@lru_cache(maxsize=16384)
def standing_of(seen: str, plain: str, *, guessing: bool) -> Standing:
    """Return what a word is on its own; `guessing` lets unlisted words be names that look like listed ones."""
    if not plain or len(plain) > _LONGEST_WORD or (len(plain) == 1 and plain.isascii()):
        return Standing.OTHER
    if "_" in plain or any(c.isdigit() for c in plain) or not any(c.isalpha() for c in plain):
        return Standing.OTHER
    for form in _forms(seen, plain):
        standing = _of_form(form)
        if standing is not None:
            return standing
    if guessing and (is_like_a_name(plain) or _SIKH_ENDINGS.fullmatch(plain)):
        return Standing.NAME
    if "'" in seen and not seen.endswith("'s") and seen.partition("'")[0] in lexicon().words:
        return Standing.WORD
    return Standing.UNKNOWN


_LONGEST_WORD = 60


def _forms(seen: str, plain: str) -> Iterator[str]:
    yield plain
    head, mark, tail = seen.partition("'")
    if mark and len(head) > 1 and tail not in ("t", "ve", "re", "m", "ll", "d"):
        yield head if head.isascii() else plain[: len(head)]
    if _STRETCHED.search(plain):
        yield _STRETCHED.sub(r"\1", plain)
        yield _STRETCHED.sub(r"\1\1", plain)
    if plain.isascii():
        if _NO_VOWEL_BEFORE_N.search(plain):
            yield f"{plain[:-1]}en"
        if plain[-1] == "s" and len(plain) > _SHORT_WORD - 1 and not plain.endswith("ss"):
            yield plain[:-1]
    elif "\u0600" <= plain[0] <= "\u06ff" and len(plain) > _SHORT_WORD - 1 and plain[0] in "ولبفك":
        yield plain[1:]


def _of_form(form: str) -> Standing | None:
    known = lexicon()
    if form in known.leaning:
        return Standing.LEANING
    if form in known.ambiguous:
        return Standing.AMBIGUOUS
    if form in known.words:
        return Standing.WORD
    if form in known.names:
        return Standing.NAME
    if form in known.surnames:
        return Standing.SURNAME
    return Standing.WORD if form in known.foreign_words else None


class Sentence:
    """The words of one text with what each may be, and which have been found to be names."""

    def __init__(self, seen: str, tokens: Sequence[Token]) -> None:
        self.seen = seen
        self.tokens = tokens
        self.lexicon: Lexicon = lexicon()
        self._asked = 0
        self._marked = [False] * len(tokens)
        self._standing = [self._stand(token) for token in tokens]
        self._has_placeholders = any(token.placeholder for token in tokens)
        words, foreign_words = self.lexicon.words, self.lexicon.foreign_words
        letters = capitals = known = foreign = only_english = ascii_words = 0
        for token in tokens:
            plain = token.plain
            if plain and token.seen[0].isalpha():
                in_words, in_foreign = plain in words, plain in foreign_words
                letters += 1
                capitals += token.capital
                known += in_words
                foreign += in_foreign and not in_words
                only_english += in_words and not in_foreign
                ascii_words += plain.isascii()
        self.capital_text = letters > 1 and capitals * 2 > letters
        named = sum([standing in (Standing.NAME, Standing.SURNAME) for standing in self._standing])
        self.english = (
            known * 2 >= letters - named
            and ascii_words * 10 >= letters * 8
            and (foreign < _FOREIGN_ENOUGH or foreign <= only_english)
        )
        self.vietnamese = not seen.isascii() and _VIETNAMESE.search(seen) is not None
        if self.english:
            # Among English words, 'anh' and 'mert' say nothing else: the sentence decides.
            self._standing = [self._in_english(token, own) for token, own in zip(tokens, self._standing, strict=True)]
        if self.vietnamese and only_english * 2 <= letters:
            self.english = False  # without its marks, half of Vietnamese looks like English

    def _stand(self, token: Token) -> Standing:
        self._asked += len(token.plain) > _SHORT_WORD and token.plain not in self.lexicon.words
        return standing_of(token.seen, token.plain, guessing=self._asked < _MOST_GUESSES)

    def _in_english(self, token: Token, standing: Standing) -> Standing:
        if standing is not Standing.WORD or len(token.plain) <= 2:
            return standing
        known = self.lexicon
        foreign = token.plain in known.foreign_words and token.plain not in known.words
        return Standing.UNKNOWN if foreign else standing

    def standing(self, place: int) -> Standing:
        """What the word is on its own."""
        return self._standing[place]

    def open(self, place: int) -> bool:
        """Whether this word is still to be had, and not yet found to be a name."""
        token = self.tokens[place]
        return token.free and not self._marked[place] and not token.placeholder

    def mark(self, place: int) -> None:
        """Note that this word is a name, or a part of one."""
        if self.tokens[place].free:
            self._marked[place] = True

    def is_name(self, place: int) -> bool:
        """Whether this word was found to be a name, now or by an earlier redaction."""
        return self._marked[place] or is_name_placeholder(self.tokens[place])

    def has_names(self) -> bool:
        """Whether there may be a name among the words: one was found, or taken out before."""
        return self._has_placeholders or True in self._marked

    def is_certain(self, place: int) -> bool:
        """Whether the word is a name wherever it stands, or all but."""
        token, standing = self.tokens[place], self._standing[place]
        if standing is Standing.WORD:
            return False
        before = self.tokens[place - 1].plain if place and token.joined else ""
        if standing is Standing.NAME:
            if before == "the" and token.plain[-1] == "s" and token.plain not in self.lexicon.names:
                return False  # 'the leas' is a place by the sea
            if self.vietnamese and not (token.capital and not token.opens):
                return False
            if self.english or (token.capital and not token.opens and not self.capital_text):
                return True
            known = self.lexicon
            return token.plain not in known.foreign_words and (
                not token.plain.isascii() or (token.plain in known.familiar and len(token.plain) > 3)
            )
        if standing is Standing.SURNAME and self.vietnamese and not token.capital:
            return False
        if standing is Standing.SURNAME:
            return (len(token.plain) > 3 and (self.english or (token.capital and not token.opens))) or (
                token.capital and not token.opens and not self.capital_text
            )
        if standing is Standing.LEANING:
            if token.plain in _LEANING_VERBS and not self.ends_or_verb(place):
                return False
            return before not in _ARTICLES and self.english
        return standing is Standing.AMBIGUOUS and self._is_written_as_name(place)

    def _is_written_as_name(self, place: int) -> bool:
        token = self.tokens[place]
        if not token.capital or token.opens or self.capital_text or len(token.plain) < 3:
            return False
        months = ("may", "april", "june", "august", "summer", "winter", "autumn", "god", "eden")
        place_like = place and self.tokens[place - 1].plain in _PLACES_BEFORE and token.plain in self.lexicon.towns
        return (
            token.plain not in months
            and not place_like
            and token.plain
            not in (
                "christian",
                "islam",
                "china",
                "india",
                "israel",
                "egypt",
                "asia",
                "kent",
                "london",
                "art",
                "nan",
                "nana",
            )
        )

    def is_slip(self, place: int) -> bool:
        """Whether an unknown word is most likely an ordinary one, misspelled."""
        plain = self.tokens[place].plain
        return self._asked >= _MOST_GUESSES or is_slip(plain) or is_built(plain)

    def english_or_capital(self, place: int) -> bool:
        """Whether an unknown word can be told from an ordinary one here: English around it, or a capital in its middle."""
        token = self.tokens[place]
        return self.english or (token.capital and not token.opens and not self.capital_text)

    def ends_or_verb(self, place: int) -> bool:
        """Whether the sentence ends after this word, or goes on as it does after a person: 'said', 'is', 'who'."""
        token = self.tokens[place]
        if token.seen.endswith("'s"):
            return True
        if place + 1 >= len(self.tokens):
            return True
        after = self.tokens[place + 1]
        return not after.joined or after.plain in _VERBS or bool(after.placeholder)

    def reads_as_name(self, place: int) -> bool:
        """Whether an ambiguous word reads as a name here: 'my mate will is', but not 'my mate will be'."""
        if not self.ends_or_verb(place):
            return False
        word = self.tokens[place].plain
        if word in ("will", "may", "can", "hope", "must", "might") and place + 1 < len(self.tokens):
            after = self.tokens[place + 1]
            return not after.joined or after.plain not in _NOT_MODAL
        if word == "drew" and place + 1 < len(self.tokens):
            return self.tokens[place + 1].plain not in _DRAWN
        return True

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield where the found names stand, neighbours together."""
        place = 0
        while place < len(self.tokens):
            if not self._marked[place]:
                place += 1
                continue
            last = place
            while (
                last + 1 < len(self.tokens)
                and self._marked[last + 1]
                and self.tokens[last + 1].gap.strip(" ") in ("", "-", ".")
            ):
                last += 1
            end = self.tokens[last].end
            if self.tokens[last].seen.endswith("'s") and end - self.tokens[place].start > 3:
                end -= 2
            yield self.tokens[place].start, end
            place = last + 1
