"""Names that no list has: other spellings of listed ones, and the beginnings and endings many names share.

Only asked about words that are neither listed nor ordinary nor a slip of an ordinary one, so it may be generous.
"""

import re
from functools import lru_cache

from conversations.redaction.lexicon import lexicon
from conversations.redaction.slips import is_slip
from conversations.redaction.sounds import SHORTEST_SOUND, sounds

AFFIXES = re.compile(
    r"oluwa\w{2,}|olu(?:wa|f|s|m|k|b|t|d)\w{2,}|ade(?:b|d|k|l|m|n|o|s|t|w|y|r|f)\w{2,}|ayo(?:b|d|k|m|o|t)\w{2,}|temi\w{3,}|tolu\w{2,}|akin\w{3,}|chukwu\w{2,}|chi(?:n|k|m|s|z|b|d|g|a)\w{3,}(?:a|e|i|o|u)|onye\w{3,}|\w{2,}chukwu|\w{2,}oluwa"
    r"|c?abd(?:i|u|e|ir|ur|ul|el|al)[a-z]{3,}|\w{2,}ullah|\w{2,}uddin|\w{3,}zai|nur\w{2,}ah|gebre\w*|haile\w*|tesfa\w*|\w{3,}mariam|\w{3,}selassie|gur[bdhjklmnpstv]\w{2,}|har[bdjklmnpsv]\w{3,}(?:t|p|r|n)|\w{2,}preet|\w{2,}(?:jeet|jit)|\w{3,}deep|\w{2,}w?inder|\w{3,}veer|\w{2,}pal"
    r"|\w{3,}shan|\w{3,}(?:thika|shini|shika|thusha|jan)|\w{3,}(?:slaw|slav|slava|slawa)|\w{3,}(?:ski|ska|wicz|escu|enko|chuk|skyi|ska|ov[aá]|evic|vych|ishvili|aitis|aityte|iene|oglu|yan)|mc[bcdfgk-npq]\w{3,}|o'[bcdfghklmnrst]\w{3,}"
    r"|\w{2,}leigh|\w{3,}lyn|\w{3,}lynn|\w{2,}iah|[jktdlrs]\w?(?:a|ay|ae)(?:shaun|shawn|vonte|quan|den|don|dyn)|(?:la|sha|de|ta|ke|ja)(?:shawn|quan|tisha|nika|nique|keisha|marcus|juan|andre)|[a-z]{2,}isha|xoch\w+|nguyen|\w{3,}sson"
)  # fmt: skip


@lru_cache(maxsize=4096)
def is_like_a_name(word: str) -> bool:
    """Whether an unlisted word looks like a name."""
    if len(word) < SHORTEST_SOUND or len(word) > 24 or not word.isascii():
        return False
    if not (len(word) > SHORTEST_SOUND and AFFIXES.fullmatch(word)):
        heard = sounds(word)
        if len(heard) < 4 or heard not in lexicon().sounds:
            return False
    # Asked last: it takes longest, and hardly any word comes so far.
    return not is_slip(word)
