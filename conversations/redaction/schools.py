"""Finds schools, colleges and universities by their names; 'school', 'sixth form' or 'uni' alone stay."""

from collections.abc import Sequence

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.slips import is_slip
from conversations.redaction.titles import FORMAL
from conversations.redaction.tokens import Token
from conversations.redaction.word_sets import word_set

TYPES = word_set(
    "grammar grammer academy acadamy school schl skool high primary secondary college colledge uni university infants infant juniors junior prep "
    "comp comprehensive nursery pru preschool tech technology utc secondry schools sch"
)
SURE_TYPES = TYPES - {"school", "schl", "skool", "schools", "high", "tech", "junior", "technology", "infant", "sch"}
TAILS = TYPES | word_set(
    "girls boys girl's boy's catholic rc ce cofe c.e. for and of the sixth form science arts centre campus mixed"
)
_LOOSE = word_set("for and of the form sixth science arts centre campus mixed")
NOT_BEFORE_TYPE = word_set(
    "high secondary primary middle grammar special boarding private public state local mainstream normal old new whole sixth form after before free independent "
    "catholic religious christian muslim faith sunday saturday night drama dance art music medical law summer online virtual home girls boys mixed all both big small "
    "different another same other junior infant nursery prep good bad local current last first next previous strict posh rough academy college uni university comp "
    "community church village infants juniors comprehensive english polish hospital football language cooking driving specialist sen semh proper selective "
    "non nonselective outside inside starting started start finish finished leaving leave left since during our year years and in maths english pre toxic mental well "
    "khan nursery day entire art agricultural further adult hair beauty performing technical studying doing"
)
CONTEXT_BEFORE = word_set("at attend attends attended attending")
GOING = word_set(
    "go goes going went gone go2 joined join joining left leaving started start starting start attend to from @ moved move"
)
NOT_AFTER = word_set(
    "hospital ward church centre clinic park road rd street lane avenue station ambulance bay island day high cathedral library surgery town walk-in crown court team area end beach "
    "shopping gym leisure youth village council close drive way hub market estate"
)
_OF_A_STREET = word_set("street st road rd str")
_PUBLIC_SAINTS = word_set("leonards albans ives helens austell pancras moritz")
_ABBREVIATED = frozenset(("st", "saint", "sts", "ss"))

SAINTED = word_set("fisher stock more perth")
"""Surnames of saints that schools bear and that no list of surnames has."""


def claim_schools(claims: Claims, tokens: Sequence[Token]) -> None:
    """Claim the names of schools: listed ones, saints', and any name before a word such as 'academy' or 'grammar'."""
    place = 0
    words = lexicon().words
    letters = [token for token in tokens if token.plain and token.seen[0].isalpha()]
    english = sum([token.plain in words for token in letters]) * 2 >= len(letters)
    worth_asking = _worth_asking(tokens)
    while place < len(tokens):
        if place not in worth_asking:
            place += 1
            continue
        token = tokens[place]
        end = 0
        if _is_public_saint(tokens, place):
            claims.shield(token.start, tokens[place + 1].end)
            token.free = tokens[place + 1].free = False
        if token.free and not token.placeholder and not (place and tokens[place - 1].plain in FORMAL and token.joined):
            end = (
                _listed(tokens, place, english=english)
                or _saint(tokens, place)
                or _short(tokens, place)
                or _before_type(tokens, place, english=english)
            )
        if end:
            end = _with_tail(tokens, end)
            claims.claim(token.start, tokens[end - 1].end, Kind.SCHOOL)
            for taken in tokens[place:end]:
                taken.free = False
            place = end
        else:
            place += 1


def _worth_asking(tokens: Sequence[Token]) -> set[int]:
    """Return the places where a school's name may begin at all: most words begin none, and stand before no 'academy'."""
    known = lexicon()
    places: set[int] = set()
    for place, token in enumerate(tokens):
        plain = token.plain
        if plain in TYPES:
            places.update((place - 3, place - 2, place - 1))
        if (
            plain in known.schools
            or plain in known.school_short_names
            or plain in _ABBREVIATED
            or (plain[-1:] == "s" and plain[:-1] in known.schools)
        ):
            places.add(place)
    return places


def _phrase(tokens: Sequence[Token], place: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    for phrase in phrases:
        end = place + len(phrase)
        if end > len(tokens):
            continue
        if tokens[place + len(phrase) - 1].plain[:1] != phrase[-1][:1]:
            continue
        words = tokens[place:end]
        fits = all(w.free and _same(w.plain, p) for w, p in zip(words, phrase, strict=True))
        if fits and all(_near(w) for w in words[1:]):
            return end
    return 0


def _same(word: str, listed: str) -> bool:
    return word == listed or (len(word) > 4 and word == listed + "s")


def _near(token: Token) -> bool:
    return token.gap.strip(" .'&-\t") == "" and len(token.gap) < 4


def _listed(tokens: Sequence[Token], place: int, *, english: bool) -> int:
    plain = tokens[place].plain
    end = _phrase(tokens, place, lexicon().schools.get(plain, ()))
    if not end and plain.endswith("s"):
        end = _phrase(tokens, place, lexicon().schools.get(plain[:-1], ()))
    if end and end < len(tokens) and tokens[end].plain in NOT_AFTER and tokens[end].joined:
        return 0
    short = end == place + 1 and len(plain) <= 4 and not _spoken_of(tokens, place)
    if short and (plain in lexicon().words or not english):
        return 0
    return end


def _saint(tokens: Sequence[Token], place: int) -> int:
    if tokens[place].plain not in _ABBREVIATED or place + 1 >= len(tokens):
        return 0
    name = tokens[place + 1]
    if not name.free or not _near(name) or name.plain in _PUBLIC_SAINTS:
        return 0
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    if after is not None and after.joined and after.plain in NOT_AFTER:
        return 0
    known = name.plain in lexicon().saints or (
        name.plain not in lexicon().words
        and len(name.plain) > 3
        and (place == 0 or tokens[place - 1].plain in GOING | CONTEXT_BEFORE)
    )
    if not known:
        return 0
    if (
        after is not None
        and after.joined
        and after.free
        and (after.plain in lexicon().surnames or after.plain in SAINTED)
    ):
        return place + 3
    if (
        after is not None
        and after.plain == "of"
        and place + 3 < len(tokens)
        and tokens[place + 3].plain in {"perth", "canterbury", "wales"}
    ):
        return place + 4
    return place + 2


def _is_public_saint(tokens: Sequence[Token], place: int) -> bool:
    """'st martins hospital', 'st marys church': places that anyone may name."""
    if tokens[place].plain not in _ABBREVIATED or place + 2 >= len(tokens):
        return False
    return _near(tokens[place + 1]) and tokens[place + 2].joined and tokens[place + 2].plain in NOT_AFTER


def _spoken_of(tokens: Sequence[Token], place: int) -> bool:
    """Whether the words before speak of a school: 'at', 'i go to', 'in year 9 at', 'my school is'."""
    if place == 0 or (not tokens[place].joined and ":" not in tokens[place].gap and "(" not in tokens[place].gap):
        return False
    before = [token.plain for token in tokens[max(0, place - 4) : place]]
    if before[-1] == "the":
        before = before[:-1]
    if not before:
        return False
    if before[-1] in CONTEXT_BEFORE or (
        before[-1] in GOING and before[-1] not in {"to", "from", "left", "move", "moved", "start", "join"}
    ):
        return True
    if before[-1] in {"to", "from", "in", "is", "called", "left", "school"}:
        return bool(
            set(before[:-1])
            & (
                GOING - {"to", "from"}
                | {
                    "school",
                    "year",
                    "sixth",
                    "yr",
                    "teacher",
                    "pupil",
                    "kids",
                    "student",
                    "expelled",
                    "excluded",
                    "form",
                    "primary",
                    "secondary",
                }
            )
        )
    return False


def _short(tokens: Sequence[Token], place: int) -> int:
    end = _phrase(tokens, place, lexicon().school_short_names.get(tokens[place].plain, ()))
    if not end:
        return 0
    after = tokens[end] if end < len(tokens) else None
    if after is not None and after.joined:
        if after.plain in SURE_TYPES or after.plain in {"school", "girls", "boys"}:
            return end
        if after.plain in NOT_AFTER or after.plain in {"said", "told"}:
            return 0
    ambiguous_town = tokens[place].plain in lexicon().towns
    before = tokens[place - 1].plain if place else ""
    if ambiguous_town and before in GOING:
        return 0
    return end if _spoken_of(tokens, place) else 0


def _before_type(tokens: Sequence[Token], place: int, *, english: bool) -> int:
    """A name of one to three words before 'academy', 'grammar' and the like; 'school' needs a name that is no word."""
    known, function = lexicon().words, lexicon().function_words
    for length in (3, 2, 1):
        end = place + length
        if end >= len(tokens) or tokens[end].plain not in TYPES:
            continue
        words = tokens[place:end]
        if not all(w.free and not w.placeholder for w in words) or not all(
            _near(t) for t in tokens[place + 1 : end + 1]
        ):
            continue
        plains = [w.plain for w in words]
        if end + 1 < len(tokens) and tokens[end + 1].plain in _OF_A_STREET and tokens[end + 1].joined:
            continue
        if any(w in function or w in NOT_BEFORE_TYPE or w in TYPES or any(c.isdigit() for c in w) for w in plains):
            continue
        kind = tokens[end].plain
        named = [w for w in words if w.plain not in known or w.plain in lexicon().towns or (w.capital and not w.opens)]
        if kind == "school" and not _is_likely_name(words, english=english):
            continue
        if len(named) == 0 and (length > 1 or kind not in {"academy", "grammar"}):
            continue
        if plains[0] in lexicon().foreign_words or (length > 1 and words[0] not in named):
            continue
        if kind in SURE_TYPES or (named and (plains[0] in lexicon().towns or plains[0] not in known)):
            return end + 1
    return 0


def _is_likely_name(words: Sequence[Token], *, english: bool) -> bool:
    """Whether the words before 'school' may be its name: not a slip, and among words of another language a capital."""
    capital = any(word.capital and not word.opens for word in words)
    return capital or (english and not any(is_slip(w.plain) or w.seen.endswith("'s") for w in words))


def _with_tail(tokens: Sequence[Token], end: int) -> int:
    """Take in what belongs to the name: 'grammar school for girls', 'catholic primary'."""
    last = end
    while (
        last < len(tokens)
        and tokens[last].free
        and _near(tokens[last])
        and tokens[last].plain in TAILS
        and last - end < 6
    ):
        last += 1
    while last > end and tokens[last - 1].plain in _LOOSE:
        last -= 1
    return last
