"""The texts of stored wordings, said once where several versions say the same: what the codebooks quote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conversations.wording import DEFAULT
from storage.exports.wordings import ScriptVersion

EVERYBODY = "everybody"
EVERYBODY_ELSE = "everybody else"


@dataclass(frozen=True, slots=True)
class QuotedText:
    """A text as people saw it: for whom, in which language, under which versions. `key` is its name in the content."""

    key: str
    text: str
    for_whom: str
    language: str
    versions: tuple[str, ...]


class _Kept(dict[str, object]):
    """Fills the places whose values are known and leaves the others as they are written."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def quoted(versions: tuple[ScriptVersion, ...], key: str) -> tuple[QuotedText, ...]:
    """Return every form of a text: by language and by whom it is for, newest version first."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for version in versions:
        for language, for_whom, text in _forms(version, key):
            found.setdefault((language, for_whom, text), []).append(version.version)
    return tuple(
        QuotedText(key, text, for_whom, language, tuple(names)) for (language, for_whom, text), names in found.items()
    )


def _forms(version: ScriptVersion, key: str) -> Iterator[tuple[str, str, str]]:
    languages: Mapping[str, Mapping[str, Any]] = version.wording["languages"]
    for language, wording in languages.items():
        variants: Mapping[str, str] = wording["texts"].get(key, {})
        for variant, text in variants.items():
            everybody = EVERYBODY if len(variants) == 1 else EVERYBODY_ELSE
            for_whom = everybody if variant == DEFAULT else variant
            yield language, for_whom, text.format_map(_Kept(wording["values"]))
