"""What stands around the public page of an engagement that is over: its own words, its own name for who asks, its own languages.

Its wording was stored while it was open. Help lines were not, and those of then may not be true any more: they, and all that
is said of them, are today's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from types import MappingProxyType
from typing import Any

from conversations.script import Script
from conversations.wording import Wording

OF_TODAY = ("help.", "helpline.")
"""How the keys of texts begin that are about help lines."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The words of an engagement that is over, for the languages that it had and that people are offered today.

    `title` is empty where no wording was stored that can be read; the words are then today's.
    """

    title: str
    default_language: str
    languages: Mapping[str, Wording]

    def around(self, today: Script) -> Script:
        """Return the script that people come to today with this engagement's words; its help lines stay today's."""
        values = self.languages[self.default_language].values
        return replace(today, values=values, default_language=self.default_language, languages=self.languages)


def frame_of(stored: Mapping[str, Any], today: Script) -> Frame:
    """Return the frame made of a wording as `storage.scripts.wording_to_json` wrote it, by whatever version of Sayso."""
    title = str(stored.get("title", ""))
    try:
        languages = {
            code: _in_its_words(own, today.languages[code])
            for code, own in stored["languages"].items()
            if code in today.languages
        }
        default = stored["default_language"]
        default = default if default in languages else next(iter(languages))
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
        return Frame(title, today.default_language, today.languages)
    return Frame(title, default, MappingProxyType(languages))


def _in_its_words(own: Mapping[str, Any], today: Wording) -> Wording:
    """Return today's wording with those of its own texts in it that can be filled as today's are."""
    values = {**today.values, **own["values"]}
    texts = {
        key: variants
        for key, variants in own["texts"].items()
        if key in today.texts
        and not key.startswith(OF_TODAY)
        and set(_places(variants)) <= {*_places(today.texts[key]), *values}
    }
    return replace(today, values=MappingProxyType(values), texts=MappingProxyType({**today.texts, **texts}))


def _places(variants: Mapping[str, str]) -> Iterator[str]:
    for text in variants.values():
        yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None)
