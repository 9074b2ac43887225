"""Language packs: which may be offered, and how each stands against the English that it was translated from.

A pack translates Sayso's own words. It is a draft until it says who checked it and when; a draft is offered to nobody
unless the installation names it. A text that a pack lacks is said in English; one whose English has changed since it was
translated is stale: it is still said, and staff are told.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conversations.text_checks import Texts
from conversations.wording import DEFAULT

HASH_LETTERS = 12
"""Letters of a hash that are kept: enough that no two versions of one text ever share them by chance."""

VALUES = "values"
"""The group under which the values of the script that a pack says in its own words are noted."""

SPOKEN_VALUES = ("organisation", "keep_until")
"""Values of script.toml that are words, so that a pack has its own."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What a language pack says of itself. `checked_by` is empty until somebody who speaks the language has read it."""

    language: str
    name: str
    checked_by: str
    checked_on: str

    @property
    def is_draft(self) -> bool:
        """Whether nobody has checked it, or nobody said when."""
        return not (self.checked_by and self.checked_on)


@dataclass(frozen=True, slots=True)
class PackStanding:
    """How a pack stands against the English: the names of its texts, `key` or `key.variant`."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    unknown: tuple[str, ...]
    """Texts of which nobody noted what they were translated from."""


def may_be_offered(pack: Pack, drafts: frozenset[str]) -> bool:
    """Whether people are offered a pack: it was checked, or the installation names it although it is a draft."""
    return not pack.is_draft or pack.language in drafts


def hashes_of(english: Texts, values: Mapping[str, str]) -> dict[str, str]:
    """Return a hash of every English text that packs translate: key -> hash, over all its variants.

    Over all of them, because a variant that is added or taken away changes who hears the others.
    """
    found = {key: _hash(sorted(f"{variant}={text}" for variant, text in own.items())) for key, own in english.items()}
    return found | {f"{VALUES}.{name}": _hash([values[name]]) for name in SPOKEN_VALUES if name in values}


def _hash(words: list[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:HASH_LETTERS]


def standing(
    own: Texts, own_values: Mapping[str, object], hashes: Mapping[str, str], translated_from: Mapping[str, str]
) -> PackStanding:
    """Return how a pack stands: its texts and values, the hashes of the English now and as each text was translated."""
    translated = {*own, *(f"{VALUES}.{name}" for name in own_values)}
    compared = sorted(translated & hashes.keys())
    return PackStanding(
        missing=tuple(sorted(hashes.keys() - translated)),
        stale=tuple(key for key in compared if translated_from.get(key, hashes[key]) != hashes[key]),
        unknown=tuple(key for key in compared if key not in translated_from),
    )


def lacking_variants(own: Texts, english: Texts) -> Iterator[str]:
    """Yield the variants that the English has of a text and a pack's text has not: those readers hear everybody's."""
    for key in sorted(own.keys() & english.keys()):
        yield from (f"{key}.{variant}" for variant in sorted(english[key].keys() - own[key].keys() - {DEFAULT}))
