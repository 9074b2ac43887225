"""The ways people turn up in what is told: '... said', 'tell ...', 'me and ...', '... is my sister', '...'s house'.

`CUES` has these rules and those of `name_introductions`, in the order in which they are asked.
"""

from collections.abc import Callable

from conversations.redaction.name_introductions import (
    VERB_LIKE,
    VIRTUES,
    after_called,
    after_my_name_is,
    after_relation,
    introducing_oneself,
    signing_off,
)
from conversations.redaction.name_neighbours import (
    BEFORE_SAYING,
    CALLED,
    RELATIONS,
    THINGS,
    is_joined,
    may_be_name,
    word_at,
)
from conversations.redaction.name_words import Sentence, Standing
from conversations.redaction.word_sets import word_set

_SAYING = word_set("said says told tells asked reckons texted whispered laughed")


_MODAL = word_set("will may can")
_ASKING = word_set("she he they i we you u it my")
_REACHING = word_set("tell told ask asked")


def saying_and_told(sentence: Sentence, place: int) -> int:
    """'will told me', 'ronke said', 'tell ronke', 'ask for june', 'spoke to ...'."""
    token, after, one, two = (
        sentence.tokens[place],
        word_at(sentence, place + 1),
        word_at(sentence, place - 1),
        word_at(sentence, place - 2),
    )
    standing = sentence.standing(place)
    if standing not in (Standing.AMBIGUOUS, Standing.UNKNOWN, Standing.LEANING):
        return 0
    if token.plain in _MODAL and after in _ASKING:
        return 0
    if after in _SAYING and is_joined(sentence, place + 1) and (one not in BEFORE_SAYING or not token.joined):
        if standing is Standing.UNKNOWN:
            return int(sentence.english and not sentence.is_slip(place) and len(token.plain) > 2)
        return 1
    reached = token.joined and (
        one in _REACHING
        or (one == "for" and two in ("ask", "asked", "asking"))
        or (
            one in ("to", "with", "2")
            and two in ("spoke", "speak", "speaking", "talk", "talked", "talking", "chat", "chatted", "chatting")
        )
        or (one == "from" and two in ("heard", "hear", "text", "texts", "call"))
        or (one in ("thanks", "shoutout") or (one == "to" and two == "shoutout"))
    )
    if reached:
        if one == "for" and standing is Standing.AMBIGUOUS and after in ("at", "in", "on", "from"):
            return int(token.plain not in THINGS)
        spoken_to = standing is Standing.AMBIGUOUS and after in _AFTER_TOLD
        return int(
            (spoken_to or may_be_name(sentence, place))
            and (standing is not Standing.AMBIGUOUS or token.plain not in THINGS)
        )
    if token.joined and one in _MEETING and standing is Standing.UNKNOWN and len(token.plain) > 3 and sentence.english:
        return int(not sentence.is_slip(place) and sentence.ends_or_verb(place))
    last = place + 1 >= len(sentence.tokens) or not sentence.tokens[place + 1].joined
    if token.joined and last and token.plain in VIRTUES:
        if one in ("ask", "tell", "told", "thanks") or (one == "you" and two == "thank"):
            return 1
        return int(one == "with" and two in _KEEPING_COMPANY)
    met = (
        token.joined
        and one in ("with", "saw", "met", "by", "seeing", "to", "see", "from", "ring", "trust", "like")
        and token.capital
        and not sentence.capital_text
    )
    return int(
        met
        and standing is Standing.UNKNOWN
        and not sentence.is_slip(place)
        and sentence.ends_or_verb(place)
        and one in ("with", "saw", "met", "seeing", "trust")
    )


_AFTER_TOLD = word_set(
    "i im ive that to about she shes he hes they u we everything thanks thank how what why its it cos bc because"
)


_KEEPING_COMPANY = word_set("live lives sit sits sat was went go hang friends am im play walk spoke spent time")
_MEETING = word_set("with saw met seeing trust trusted ring rang texted")


def who_is_somebody(sentence: Sentence, place: int) -> int:
    """'grace is my sister', 'ronke is in my form', 'will from camhs', 'sunny helped me'."""
    token, standing = sentence.tokens[place], sentence.standing(place)
    if standing not in (Standing.AMBIGUOUS, Standing.UNKNOWN, Standing.LEANING):
        return 0
    one = word_at(sentence, place - 1) if token.joined else ""
    if one and not token.opens and one not in _CLAUSE_STARTS:
        return 0
    if not is_joined(sentence, place + 1) or (
        standing is Standing.UNKNOWN and (not sentence.english or sentence.is_slip(place) or len(token.plain) < 3)
    ):
        return 0
    rest = [word_at(sentence, place + ahead) for ahead in range(1, 6)]
    if rest[0] in ("is", "was") and rest[1] in ("my", "our", "his", "her", "the", "a"):
        return int(
            bool(set(rest[2:5]) & (RELATIONS | {"mates", "social", "key", "senco", "best"}) - {"person", "support"})
        )
    if rest[0] in ("is", "was") and rest[1] in ("in", "from") and rest[2] in ("my", "our", "year", "yr"):
        return 1
    seasonal = token.plain in THINGS | _SEASONS
    described = rest[2] if rest[1] in ("so", "really", "very", "proper", "always", "rlly") else rest[1]
    if rest[0] in ("is", "was") and token.plain in VIRTUES | {"pat", "bill", "chase", "may"}:
        return int(described in _OF_PEOPLE or (described in _OF_PEOPLE_OR_DAYS and token.plain not in _MONTHS))
    two_months = token.plain in _MONTHS and rest[1] in _MONTHS
    if rest[0] in ("and", "n") and {rest[1], token.plain} <= VIRTUES and rest[2] in _TWO_PEOPLE and not two_months:
        return 3
    if rest[0] == "from":
        return (
            int(not seasonal or rest[1] in ("camhs", "kooth", "early", "the", "school", "my"))
            if standing is Standing.AMBIGUOUS
            else int(rest[1] in ("camhs", "kooth", "early", "my", "yr", "year"))
        )
    return int(rest[0] in _HELPING and not seasonal)


_OF_PEOPLE = word_set("kind rude mean caring friendly understanding patient chatty")
_OF_PEOPLE_OR_DAYS = word_set("nice lovely funny horrible helpful horrid safe sound amazing")
_MONTHS = word_set("april may june august summer autumn winter hope")
_TWO_PEOPLE = word_set("said told are were both helped")
_CLAUSE_STARTS = word_set("and cos coz bc because but when like so if then until after before that tbh")


_SEASONS = word_set(
    "hope faith joy summer autumn winter spring may april june august sky river art grace peace love chance comfort wisdom sunshine praise progress harmony melody"
)


_HELPING = word_set(
    "helped helps listened listens noticed understands understood laughed moved left came rang texted shouted ignored thinks knows checks cares supports supported"
)


def placed_beside(sentence: Sentence, place: int) -> int:
    """'faith in my class has ...', 'frank my stepdad makes ...', 'summer my little sister'."""
    token, standing = sentence.tokens[place], sentence.standing(place)
    one = word_at(sentence, place - 1) if token.joined else ""
    begins = not one or token.opens or one in _CLAUSE_STARTS
    if standing not in (Standing.AMBIGUOUS, Standing.LEANING, Standing.UNKNOWN) or not begins:
        return 0
    if not is_joined(sentence, place + 1) or (standing is Standing.UNKNOWN and not sentence.english):
        return 0
    first, owner, third = (word_at(sentence, place + ahead) for ahead in (1, 2, 3))
    if first == "in" and owner in ("my", "our") and third in _GROUPS:
        return int(standing is not Standing.UNKNOWN or not sentence.is_slip(place))
    if first in _KIN_AFTER and not (standing is Standing.UNKNOWN and sentence.is_slip(place)):
        return int(len(token.plain) > 3 and token.plain not in THINGS)
    related = owner in RELATIONS or (owner in _NEAREST and third in RELATIONS)
    if first in ("my", "our") and related:
        return int(token.plain not in VERB_LIKE and standing is not Standing.UNKNOWN)
    return 0


_KIN_AFTER = word_set("aunty auntie uncle didi dai bhai bhaiya bhabhi akka thambi apa baji abla teyze")
_GROUPS = word_set("class form tutor set team squad yr year block house")
_NEAREST = word_set("best lil little big older younger step foster half baby")


def with_another(sentence: Sentence, place: int) -> int:
    """'me and chloe', 'kai and faith', 'grace and me', 'kai, hope and will'."""
    token, standing = sentence.tokens[place], sentence.standing(place)
    if standing not in (Standing.AMBIGUOUS, Standing.UNKNOWN, Standing.LEANING):
        return 0
    one, two, after = word_at(sentence, place - 1), word_at(sentence, place - 2), word_at(sentence, place + 1)
    if token.joined and one in ("and", "n", "nd") and place > 1:
        beside_name = sentence.is_name(place - 2) and sentence.tokens[place - 1].joined
        if beside_name or (two == "me" and standing is not Standing.UNKNOWN):
            return int(may_be_name(sentence, place) and token.plain not in THINGS)
        if two == "me" and sentence.english:
            return int(
                may_be_name(sentence, place)
                and (
                    sentence.ends_or_verb(place)
                    or word_at(sentence, place + 1) in ("both", "are", "were", "have", "go", "do", "we")
                )
            )
    if after in ("and", "n", "nd") and place + 2 < len(sentence.tokens) and sentence.tokens[place + 2].joined:
        beside = word_at(sentence, place + 2)
        certain = sentence.is_name(place + 2)
        if certain and standing is not Standing.UNKNOWN:
            return int(token.plain not in THINGS and one not in BEFORE_SAYING | {"in", "for"})
        if certain:
            return int(sentence.english and not sentence.is_slip(place) and one not in {"the", "a", "my"})
        if (
            beside in ("me", "i")
            and standing is Standing.AMBIGUOUS
            and (place == 0 or one in ("when", "with", "for", "cos"))
        ):
            return int(token.plain not in THINGS | _SEASONS)
        return int(
            beside == "me"
            and standing is Standing.UNKNOWN
            and sentence.english
            and not sentence.is_slip(place)
            and (place == 0 or one in ("when", "with", "for"))
        )
    return 0


def possessed(sentence: Sentence, place: int) -> int:
    """'grace's house', 'at xanthe's': a word with 's before something that people have."""
    token = sentence.tokens[place]
    if not token.seen.endswith("'s"):
        stem = token.plain[:-1]
        known = sentence.lexicon
        named = stem in known.names or stem in known.leaning or (stem in known.ambiguous and stem not in THINGS)
        written = token.plain.endswith("s") and len(stem) > 2 and named and is_joined(sentence, place + 1)
        return int(
            written and word_at(sentence, place + 1) in _HAD and word_at(sentence, place - 1) not in BEFORE_SAYING
        )
    standing, one = sentence.standing(place), word_at(sentence, place - 1)
    if standing is Standing.LEANING:
        return 1
    had = word_at(sentence, place + 1) in _HAD
    if standing is Standing.AMBIGUOUS:
        return int(had and one not in ("the", "a", "my"))
    return int(
        standing is Standing.UNKNOWN
        and had
        and sentence.english
        and one not in ("the", "a", "my")
        and not sentence.is_slip(place)
    )


_HAD = word_set(
    "house home mum mom dad brother sister room class group nan idea mate friend cousin phone dog insta snap office lesson birthday parents family baby boyfriend girlfriend"
)


def may_be_cued(sentence: Sentence, place: int) -> bool:
    """Whether it is worth asking the rules about this word: most words are ordinary ones that no sentence makes a name."""
    standing = sentence.standing(place)
    if standing is Standing.WORD:
        tokens = sentence.tokens
        return (place > 0 and tokens[place - 1].plain in CALLED) or (
            place + 1 < len(tokens) and tokens[place + 1].plain in _HAD
        )
    if standing is Standing.OTHER:
        return word_at(sentence, place - 1) in RELATIONS
    return True


CUES: tuple[Callable[[Sentence, int], int], ...] = (
    after_my_name_is,
    after_called,
    after_relation,
    introducing_oneself,
    saying_and_told,
    who_is_somebody,
    placed_beside,
    with_another,
    signing_off,
    possessed,
)
