"""Opens the language packs and the notes of which English each of their texts was translated from."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from conversations.packs import Pack, PackStanding, hashes_of, may_be_offered, standing
from conversations.reading import Problems, Source
from conversations.toml_files import read_file
from conversations.wording_reading import texts_of

OWN_FOLDER = Path(__file__).parent / "content"
PACKS_FOLDER = OWN_FOLDER / "packs"
NOTES_FOLDER = "translated_from"
_ABOUT = re.compile(r"^\[language\][^\[]*", re.MULTILINE)
_NOT_PASSED_ON = frozenset({"language", "values"})
"""Groups of a file that speak of its own language only, and never stand in for another's."""


def all_packs(folder: Path = PACKS_FOLDER) -> dict[str, Pack]:
    """Return what every pack says of itself, by its code. Only the head of each file is read, so this is quick.

    A file whose head cannot be read is a draft; reading it whole names the mistake.
    """
    return {path.stem: _head(path) for path in sorted(folder.glob("*.toml"))}


def _head(path: Path) -> Pack:
    try:
        found = _ABOUT.search(path.read_text(encoding="utf-8-sig"))
        about = tomllib.loads(found[0])["language"] if found else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        about = {}
    said = {name: str(about.get(name) or "") for name in ("name", "checked_by", "checked_on")}
    return Pack(path.stem, **said)


def offered_packs(drafts: frozenset[str]) -> tuple[str, ...]:
    """Return the codes of the packs that people are offered: the checked ones and the drafts named here."""
    return tuple(code for code, pack in all_packs().items() if may_be_offered(pack, drafts))


def pack_sources(code: str, english: Source, problems: Problems) -> tuple[Source, Source]:
    """Return the English words, which stand in for what a pack lacks, and the pack itself."""
    standing_in = {group: texts for group, texts in english.data.items() if group not in _NOT_PASSED_ON}
    return Source(english.name, standing_in, english.lines), read_file(PACKS_FOLDER, f"{code}.toml", problems)


def without_values(source: Source) -> Source:
    """Return a pack for the script of another engagement, whose own values it must not change."""
    return Source(source.name, {group: own for group, own in source.data.items() if group != "values"}, source.lines)


def standing_of(code: str, folder: Path = PACKS_FOLDER) -> PackStanding:
    """Return how one pack stands against the English beside it. Raises ContentError where a file cannot be read."""
    problems = Problems()
    own = read_file(folder, f"{code}.toml", problems)
    hashes = english_hashes(folder.parent, problems)
    problems.raise_if_any()
    return standing(texts_of(own), own.data.get("values", {}), hashes, translated_from(code, folder))


def english_hashes(folder: Path, problems: Problems) -> dict[str, str]:
    """Return the hashes of the English words and of the script's values, as they are now."""
    english, script = read_file(folder, "en.toml", problems), read_file(folder, "script.toml", problems)
    return hashes_of(texts_of(english), script.data.get("values", {}))


def translated_from(code: str, folder: Path = PACKS_FOLDER) -> Mapping[str, str]:
    """Return which English each text of a pack was translated from: key -> hash; none where that was never noted."""
    path = folder / NOTES_FOLDER / f"{code}.toml"
    if not path.is_file():
        return {}
    noted = tomllib.loads(path.read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in noted.items()}


def note_translated(code: str, keys: frozenset[str] | None = None, folder: Path = PACKS_FOLDER) -> int:
    """Note that somebody looked at a pack's texts beside today's English: all of them, or those with these keys.

    Returns how many notes changed. Raises ContentError where a file cannot be read, OSError where it cannot be written.
    """
    problems = Problems()
    own = read_file(folder, f"{code}.toml", problems)
    hashes = english_hashes(folder.parent, problems)
    problems.raise_if_any()
    before = translated_from(code, folder)
    there = {*texts_of(own), *(f"values.{name}" for name in own.data.get("values", {}))} & hashes.keys()
    looked_at = there if keys is None else there & keys
    after = {
        key: hashes[key] if key in looked_at else before[key] for key in sorted(there & (looked_at | before.keys()))
    }
    lines = [
        f"# Which English each text of {code}.toml was translated from. Written by `sayso script accept {code}`.\n"
    ]
    lines += [f'"{key}" = "{value}"\n' for key, value in after.items()]
    (folder / NOTES_FOLDER).mkdir(exist_ok=True)
    (folder / NOTES_FOLDER / f"{code}.toml").write_text("".join(lines), encoding="utf-8")
    return sum(before.get(key) != value for key, value in after.items())
