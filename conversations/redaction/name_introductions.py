"""The ways people are brought in by name: 'my name is ...', 'a girl called ...', 'my brother ...', 'love, ...'.

Each rule looks at one word that no list settles and says how many words from there are a name. After 'my name is'
nearly anything is one.
"""

from conversations.redaction.name_neighbours import CALLED, RELATIONS, is_joined, may_be_name, word_at
from conversations.redaction.name_words import Sentence, Standing
from conversations.redaction.word_sets import word_set

_PEOPLE_BEFORE = RELATIONS | word_set(
    "she he they shes hes is was who im i everyone people whos someone somebody they're them me worker"
)


_STATES = word_set("in at of to not so too very off up down out back sick bad good")


_POLITE = word_set("regards sincerely cheers thanks signed sincerly faithfully thankyou")


def after_my_name_is(sentence: Sentence, place: int) -> int:
    """'my name is ...', 'her names ...', 'name: ...', 'im called ...'."""
    one, two, three = (word_at(sentence, place - back) for back in (1, 2, 3))
    near = sentence.tokens[place].gap.strip() in ("", ":", "-", "=", "is", "'", '"', ",")
    introduced = near and (
        (one == "is" and two in ("name", "nickname", "surname"))
        or (one in ("names", "name's") and two in ("my", "her", "his", "their", "whose", "the", "real", "first"))
        or (
            one == "name"
            and two in ("my", "her", "his", "full", "first", "real", "last")
            and sentence.tokens[place].gap.strip() != ""
        )
        or (one == "name" and two == "" and sentence.tokens[place].gap.strip() != "")
        or (one in ("was", "were") and two in ("name", "names"))
        or (one in ("like", "probably", "actually", "just") and two == "is" and three == "name")
    )
    if not introduced:
        return 0
    standing = sentence.standing(place)
    if standing is Standing.WORD or standing is Standing.OTHER:
        return 0
    if standing is Standing.AMBIGUOUS and not sentence.ends_or_verb(place):
        return 0
    return 1


def after_called(sentence: Sentence, place: int) -> int:
    """'a girl called hope', 'my therapist is called ...', 'some lady named june', 'call me rocco'."""
    one, two = word_at(sentence, place - 1), word_at(sentence, place - 2)
    if not sentence.tokens[place].joined:
        return 0
    if one in CALLED and {word_at(sentence, place - back) for back in range(2, 5)} & _PETS:
        return int(token_is_noun(sentence, place))
    if one in CALLED:
        people = {word_at(sentence, place - back) for back in range(2, 7)}
        people |= {word.removesuffix("s") for word in people}  # 'my sisters called summer': an apostrophe is left out
        return int(
            bool(people & _PEOPLE_BEFORE)
            and (
                may_be_name(sentence, place)
                or (sentence.standing(place) is Standing.AMBIGUOUS and bool(people & RELATIONS))
            )
        )
    if one == "by" and two in ("go", "goes", "went", "going"):
        return int(may_be_name(sentence, place))
    if one == "me" and two in ("call", "calls", "called"):
        return int(may_be_name(sentence, place) or sentence.standing(place) is Standing.UNKNOWN)
    return 0


def token_is_noun(sentence: Sentence, place: int) -> bool:
    """Whether nothing but a pet's name could stand here: no small word, and the sentence ends or goes on with a verb."""
    return sentence.tokens[place].plain not in sentence.lexicon.function_words and sentence.ends_or_verb(place)


_PETS = word_set("dog dogs cat puppy pup kitten horse pony hamster rabbit bunny guinea bird fish snake lizard tortoise")


def after_relation(sentence: Sentence, place: int) -> int:
    """'my brother tom', 'my mate mark', 'our social worker, ronke'; also 'my mentor is ...' and 'worker: ...'."""
    token = sentence.tokens[place]
    one, two, three = (word_at(sentence, place - back) for back in (1, 2, 3))
    gap = token.gap.strip()
    if len(token.plain) == 1 and token.plain.isascii():
        lettered = one in RELATIONS and gap == "" and token.plain in "bcdefghjklmpqtvwz" and two in _OWNERS
        return int(lettered and sentence.ends_or_verb(place))
    if one in RELATIONS and gap in ("", ",", "(", ":", "-", '"', "'"):
        if gap == "":
            owned = {two, three, word_at(sentence, place - 4)} & _OWNERS
            plainly = sentence.standing(place) is Standing.AMBIGUOUS and token.plain not in VERB_LIKE
            return int(bool(owned or place < 2) and (plainly or may_be_name(sentence, place)))
        return int(
            (
                may_be_name(sentence, place, unknown=gap in ("(", ":"))
                and sentence.standing(place) is not Standing.AMBIGUOUS
            )
            or (gap == "(" and may_be_name(sentence, place))
        )
    if one in ("is", "was", "are") and two in RELATIONS and token.joined:
        owned = {three, word_at(sentence, place - 4)} & _OWNERS
        if not (owned or place == 2) or sentence.standing(place) is Standing.AMBIGUOUS:
            return int(
                bool(owned)
                and sentence.standing(place) is Standing.AMBIGUOUS
                and (place + 1 >= len(sentence.tokens) or not sentence.tokens[place + 1].joined)
                and word_at(sentence, place) in VIRTUES
            )
        return int(may_be_name(sentence, place))
    return 0


VERB_LIKE = word_set(
    "will may can hope love mark chase bill pat rose skip grant ace art van era dot gift comfort kit star wonder spirit "
    "nick rob sue drew brook barb lance"
)


_OWNERS = word_set(
    "my our his her their your the a this that mum's mums dads dad's another best new old some called little big older younger ur youngest oldest step foster support social key"
)


VIRTUES = word_set("grace hope faith summer joy will mark rose autumn june april precious blessing destiny angel sunny")


def introducing_oneself(sentence: Sentence, place: int) -> int:
    """'im grace and im 14', 'its will', 'this is june', 'xanthe here'."""
    one, two = word_at(sentence, place - 1), word_at(sentence, place - 2)
    token, after = sentence.tokens[place], word_at(sentence, place + 1)
    standing = sentence.standing(place)
    last = place + 1 >= len(sentence.tokens)
    if not token.joined and place:
        return 0
    starts = (
        place < 3
        or sentence.tokens[place - 1].opens
        or (place > 1 and sentence.tokens[place - 2].opens)
        or two in ("hi", "hey", "hello")
    )
    if one in ("im", "am", "its", "me") and len(token.plain) == 2 and token.plain[1] == "j":
        return 1
    if (
        one == "its"
        and starts
        and last
        and token.plain in VIRTUES - {"summer", "autumn", "may", "hope", "joy", "sunny", "blessing", "precious"}
    ):
        return 1
    if after == "here" and is_joined(sentence, place + 1) and starts and one in ("its", "", "hi", "hey", "hello", "is"):
        return int(standing in (Standing.AMBIGUOUS, Standing.UNKNOWN, Standing.LEANING) and not sentence.is_slip(place))
    if one in ("im", "am") or (one == "is" and two == "this") or (one == "its" and starts):
        goes_on = after in ("and", "im", "from", "aged", "age", "x", "xx") or (after.isdigit())
        if standing is Standing.AMBIGUOUS:
            stops = last and one != "its" and word_at(sentence, place) in VIRTUES - {"sunny", "precious", "hope"}
            aged = (
                (after == "and" and word_at(sentence, place + 2) in ("im", "i", "am"))
                or after in ("from", "aged", "age")
                or after.isdigit()
            )
            return int(bool(stops or aged))
        if standing is Standing.UNKNOWN and len(word_at(sentence, place)) > 2:
            aged = (
                (after == "and" and word_at(sentence, place + 2) in ("im", "i", "am"))
                or after in ("from", "aged", "age")
                or (after == "im")
            )
            return int(
                sentence.english
                and not sentence.is_slip(place)
                and (aged or (token.capital and not sentence.capital_text and (last or goes_on)))
            )
    return 0


def signing_off(sentence: Sentence, place: int) -> int:
    """'signed, ...', 'love, ... xx', 'from ... age 12', '- june' at the very end."""
    token, after, one = sentence.tokens[place], word_at(sentence, place + 1), word_at(sentence, place - 1)
    standing = sentence.standing(place)
    if standing not in (Standing.AMBIGUOUS, Standing.UNKNOWN, Standing.LEANING):
        return 0
    rest = {t.plain for t in sentence.tokens[place + 1 :]} if len(sentence.tokens) - place < 5 else {"more"}
    ends = not rest - {"x", "xx", "xxx", "xo", "xoxo", "age", "aged"} - {w for w in rest if w.isdigit()}
    if not ends:
        return 0
    if one in _POLITE:
        return int(not sentence.is_slip(place))
    if one in ("from", "love") and (
        place == 1 or sentence.tokens[place - 1].opens or "," in token.gap or "\n" in token.gap
    ):
        return int(
            not sentence.is_slip(place)
            and (standing is not Standing.UNKNOWN or bool(rest))
            and token.plain not in sentence.lexicon.towns
        )
    return int(
        token.gap.strip() == "-" and token.gap.startswith(" ") and standing is Standing.AMBIGUOUS and after == ""
    )
