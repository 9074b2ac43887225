"""What letters alone say: an alphabet that is one language's own, and letters that only some languages have."""

from collections import Counter
from collections.abc import Sequence

ALPHABETS = {
    "latin": (0x41, 0x24F), "latin_more": (0x1E00, 0x1EFF), "greek": (0x370, 0x3FF), "cyrillic": (0x400, 0x52F),
    "hebrew": (0x590, 0x5FF), "arabic": (0x600, 0x6FF), "arabic_more": (0x750, 0x77F), "devanagari": (0x900, 0x97F),
    "bengali": (0x980, 0x9FF), "gurmukhi": (0xA00, 0xA7F), "gujarati": (0xA80, 0xAFF), "tamil": (0xB80, 0xBFF),
    "telugu": (0xC00, 0xC7F), "thai": (0xE00, 0xE7F), "ethiopic": (0x1200, 0x139F), "kana": (0x3040, 0x30FF),
    "han": (0x4E00, 0x9FFF), "hangul": (0xAC00, 0xD7AF),
}  # fmt: skip
SAME_ALPHABET = {"latin_more": "latin", "arabic_more": "arabic"}

ONE_LANGUAGE = {
    "greek": "el", "hebrew": "he", "bengali": "bn", "gurmukhi": "pa", "gujarati": "gu", "tamil": "ta", "telugu": "te",
    "thai": "th", "kana": "ja", "han": "zh", "hangul": "ko",
}  # fmt: skip
"""Alphabets that, among those who write to us, stand for one language."""

SHARED = {
    "latin": frozenset({"en", "pl", "ro", "sk", "cs", "sq", "vi", "tr", "fr", "es", "pt", "it", "de", "lt", "hu"}),
    "cyrillic": frozenset({"uk", "ru", "bg"}),
    "arabic": frozenset({"ar", "fa", "ps", "ckb", "ur"}),
    "devanagari": frozenset({"ne", "hi"}),
    "ethiopic": frozenset({"ti", "am"}),
}
"""Alphabets that several languages share: words and letters decide among these."""

_TELLING = {
    "pl": "łąęśżźćńó", "ro": "ășțâîşţ", "sk": "ľĺŕôäťďňčšžýáíéú", "cs": "řěůťďňčšžýáíéú", "sq": "ëç",
    "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹàáèéìíòóùúýãõ",
    "tr": "ğışçöü", "fr": "éèêàçùâîôûëïœ", "es": "ñáéíóú", "pt": "ãõçáâàéêíóôú", "it": "àèéìòù", "de": "äöüß",
    "lt": "ąčęėįšųūž", "hu": "őűáéíóöúü",
    "uk": "іїєґ", "ru": "ыэё", "bg": "ъ",
    "ti": "ቐቑቒቓቔቕቖኣኻኽኾዃ", "am": "አኧችሽቸ",
    "ckb": "ێۆڵڕەڤ", "ps": "ټډړږښځڅڼېۍګ", "ur": "ٹڈڑےںھہ", "fa": "پچژگک", "ar": "ةىيكأإؤئ",
}  # fmt: skip
"""Letters beyond the plain ones that a language is written with, of those above."""

_NEVER = {
    "uk": "ыэёъ", "ru": "іїєґ", "bg": "ыэёіїєґ",
    "fa": "ټډړږښځڅڼېۍګێۆڵڕەڤٹڈڑںھہةىكيئإ", "ar": "ټډړږښځڅڼېۍګێۆڵڕەڤٹڈڑںھہےپچژگکی", "ps": "ێۆڵڕەڤٹڈڑںھہ",
    "ckb": "ټډړږښځڅڼېۍګٹڈڑںہةأإيكصضطظذث", "ur": "ټډړږښځڅڼېۍګێۆڵڕەڤةىيكأإ",
}  # fmt: skip
"""Letters that a language is not written with, although its alphabet is."""

TELLING = {code: frozenset(letters) for code, letters in _TELLING.items()}
NEVER = {code: frozenset(letters) for code, letters in _NEVER.items()}


_BEGINNINGS = {"ti": "ዝንብክም", "am": "የለበስአ"}
"""Letters that many words of a language begin with, where the alphabet is shared and each letter is a syllable."""


def alphabet_of(words: Sequence[str]) -> str:
    """Return the alphabet that most letters are of; empty where there are no letters."""
    found: Counter[str] = Counter()
    for word in words:
        code = ord(word[0])
        for name, (first, last) in ALPHABETS.items():
            if first <= code <= last:
                found[SAME_ALPHABET.get(name, name)] += len(word)
                break
    if not found:
        return ""
    # English words stand in everybody's texts: another alphabet beside them is the writer's own.
    others = {name: number for name, number in found.items() if name != "latin"}
    if others and 2 * sum(others.values()) >= found["latin"]:
        return "kana" if "kana" in others and "han" in others else max(others, key=lambda name: (others[name], name))
    return found.most_common(1)[0][0]


def weigh_letters(words: Sequence[str], codes: frozenset[str]) -> dict[str, float]:
    """Return what the letters of each word say for and against each language: more for letters that few of them have."""
    weights = dict.fromkeys(sorted(codes), 0.0)
    for word in words:
        for code, letters in _BEGINNINGS.items():
            if code in weights and word[0] in letters:
                weights[code] += 0.3
        special = {letter for letter in word if not letter.isascii()}
        for letter in sorted(special):
            having = [code for code in weights if letter in TELLING.get(code, ())]
            known = bool(having)
            for code in weights:
                if code in having:
                    weights[code] += 1.0 / len(having)
                elif letter in NEVER.get(code, ()):
                    weights[code] -= 1.0
                elif known and code in _LATIN_CODES:
                    weights[code] -= 0.6
    return weights


_LATIN_CODES = SHARED["latin"] - {"vi"}
