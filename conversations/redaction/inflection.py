"""Forms of names that other languages bend: 'z Kasią', 'Настею', 'Agronit'. Cheap endings, no grammar."""

from collections.abc import Iterable, Iterator

_CYRILLIC = {
    "а": ("и", "у", "ою", "і", "о", "е", "ой", "ы"),
    "я": ("ї", "ю", "єю", "і", "є", "ею", "и", "е"),
    "й": ("я", "ю", "єм", "єві", "ю", "ем", "е"),
    "ь": ("я", "ю", "ем", "ю"),
    "о": ("а", "у", "ом", "ові"),
}
_LATIN_A = ("y", "i", "e", "ou", "o", "u", "ei", "ie", "en", "es")
_LATIN_HARD = ("a", "owi", "em", "iem", "om", "ovi", "ie", "i", "it", "in", "ul", "ului")


_SHORT = frozenset(
    ("ania", "asia", "kuba", "jan", "piotr", "zosia", "kasia", "ewa", "tomek", "olek", "arek", "darek", "jana", "eva")
)


def inflected(names: Iterable[str]) -> Iterator[str]:
    """Yield the bent forms of the names, folded names in and out; short names are left out, too many words end alike."""
    for name in names:
        if len(name) < 5 and name.isascii() and name not in _SHORT:
            continue
        last = name[-1]
        if "\u0400" <= last <= "\u04ff":
            yield from (name[:-1] + ending for ending in _CYRILLIC.get(last, ()))
            if last not in "аяйьо":
                yield from (name + ending for ending in ("а", "у", "ом", "ові", "е", "ем"))
        elif last == "a":
            if name.endswith("ia"):
                yield name[:-1]
            yield from (name[:-1] + ending for ending in _LATIN_A)
        elif name.endswith("ek"):
            yield from (name[:-2] + "k" + ending for ending in ("a", "owi", "iem", "u", "om", "ovi"))
        elif last.isascii() and last not in "eiouy":
            yield from (name + ending for ending in _LATIN_HARD)
