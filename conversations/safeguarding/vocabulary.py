"""The words of one language's rules: named classes, phrases, spellings and endings, as its `words.toml` lists them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_VOWELS = "aeiou"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that patterns of one language may name.

    `classes`: name -> words (of one or several words); `phrases`: name -> patterns that may stand for it;
    `spellings`: how people write -> what it means; `irregular`: verb -> its other forms; `forgiving`: words recognised
    with one slip of the finger; `same`: word of a pattern -> words that do as well; `common`: the commonest words;
    `joined`: phrases recognised without their spaces; `symbols`: emoji -> words; `prefixes` and `suffixes`: small words
    written onto the word after or before them, as Arabic 'and' and 'the'; `turns`: words such as 'but' that begin a new
    sentence.
    """

    language: str
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forgiving: tuple[str, ...] = ()
    unforgiven: frozenset[str] = frozenset()
    joined: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    common: tuple[str, ...] = ()
    symbols: Mapping[str, str] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()

    @property
    def english(self) -> bool:
        """Whether guesses that hold for English only may be made: its endings, its dropped g."""
        return self.language == ENGLISH


def forms(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return an English verb with its endings: `hurt` -> hurt, hurts, hurting; irregular ones from the list."""
    if verb in irregular:
        return (verb, *irregular[verb])
    if verb.endswith("e"):
        return (verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return (verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    if verb.endswith(("s", "x", "ch", "sh", "z")):
        return (verb, f"{verb}es", f"{verb}ed", f"{verb}ing")
    doubled = len(verb) in {3, 4} and verb[-1] not in "wxyaeiou" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    stem = verb + verb[-1] if doubled else verb
    return (verb, f"{verb}s", f"{stem}ed", f"{stem}ing")


def one_letter_less(word: str) -> Iterable[str]:
    """Yield the word without each of its letters but the first, which people rarely mistype."""
    return (word[:place] + word[place + 1 :] for place in range(1, len(word)))
