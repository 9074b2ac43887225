"""Opens the content files and makes scripts of them. Which other modules may open files says `tests/house/test_imports.py`.

A folder is an engagement when it holds a `script.toml`. Sayso's own folder holds the default engagement and every
general text; another engagement's folder holds its script and only the texts that differ or are new.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from conversations.errors import ContentError, Problem
from conversations.helpline_reading import Entry, merge_entries, read_helplines
from conversations.helpline_texts import HelplineTexts
from conversations.helplines import safe_minimum_of
from conversations.keeping import check_keeping, check_told
from conversations.pack_files import OWN_FOLDER as OWN_FOLDER
from conversations.pack_files import offered_packs, pack_sources, without_values
from conversations.pictures import PICTURES_FILE
from conversations.population import Population, Target, read_population, read_targets
from conversations.reading import Problems, Source
from conversations.script import Script
from conversations.script_reading import (
    ENGAGEMENT_ID,
    TOP_KEYS,
    check_somebody_is_asked,
    place_names,
    read_age_bands,
    read_age_rules,
    read_questions,
)
from conversations.staff_texts import StaffTexts
from conversations.text_checks import Expected
from conversations.toml_files import read_file
from conversations.toml_lines import nearest_line
from conversations.wording import Wording
from conversations.wording_reading import Ready, expected_texts, flatten, read_wording, ready_labels, texts_of

SCRIPT_FILE = "script.toml"
STAFF_FOLDER = OWN_FOLDER / "staff"
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
HELPLINES_FILE = "helplines.toml"
RECEIPT_WORDS = OWN_FOLDER / "receipt_words.txt"
POPULATION_FILE, TARGETS_FILE = "population.toml", "targets.toml"
ENGLISH = "en"
"""The language that packs are translated from, and that stands in for what they lack."""
NOT_LANGUAGES = frozenset({SCRIPT_FILE, "places.toml", HELPLINES_FILE, POPULATION_FILE, TARGETS_FILE, PICTURES_FILE})
NOT_ASKED = frozenset({"helpline", "helpline_name"})
"""Groups of texts that are no part of a script's version: whom to turn to changes while the same questions are asked."""


def load_script(
    folder: Path | str | None = None, helplines_file: Path | None = None, drafts: frozenset[str] = frozenset()
) -> Script:
    """Return the script of one engagement's folder; Sayso's own five questions where none is given.

    `helplines_file` holds the installation's own help lines, which go before all others; `drafts` are the codes of
    language packs that are used although nobody checked them. Raises ContentError with every mistake found: file, line, what is wrong and what to do.
    """
    own = Path(folder) if folder is not None else OWN_FOLDER
    problems = Problems()
    source = read_file(own, SCRIPT_FILE, problems)
    places = read_file(nearest(own, "places.toml"), "places.toml", problems)
    entries = helpline_entries(own, helplines_file, problems)
    problems.raise_if_any()
    problems.no_other_keys(source, "", source.data, TOP_KEYS)
    engagement = problems.text(source, "engagement", source.data.get("engagement"), required=True)
    if engagement and not ENGAGEMENT_ID.fullmatch(engagement):
        advice = "Use 2 to 40 small letters, digits and -, for example after-school."
        problems.add(source, "engagement", f"'{engagement}' cannot be an engagement's id.", advice)
    values = problems.table(source, "values", source.data.get("values"))
    values = {key: problems.text(source, f"values.{key}", value) for key, value in values.items()}
    check_keeping(source, values, problems)
    questions = read_questions(source, places, problems)
    names = place_names(places)
    helplines = read_helplines(entries, frozenset(names), entries[0].source if entries else source, problems)
    age_bands = read_age_bands(source, problems)
    check_somebody_is_asked(source, questions, age_bands, problems)
    expected = Expected(expected_texts(questions, helplines), values, questions, source)
    helpline_texts = HelplineTexts(entries, expected, problems)
    languages: dict[str, Wording] = {}
    packs = offered_packs(drafts)
    for language, sources in language_sources(own, problems, packs).items():
        general = {key: variants for one in sources for key, variants in texts_of(one).items()}
        ready = Ready(
            labels=ready_labels(questions, names, scale_labels(sources)),
            brought=helpline_texts.brought(
                language, general, texts_of(sources[-1]), instead=ENGLISH if language in packs else ""
            ),
            checked=helpline_texts.checked,
        )
        languages[language] = read_wording(language, sources, expected, ready, problems)
        check_told(sources[-1], values, languages[language], problems)
    default = problems.text(source, "default_language", source.data.get("default_language"), required=True)
    if default and default not in languages:
        problems.add(source, "default_language", f"There is no file {default}.toml.", "Name a language that has one.")
    declared = problems.text(source, "version", source.data.get("version"), required=True)
    script = Script(
        engagement=engagement,
        version=f"{declared}-{fingerprint(source, languages)}",
        title=problems.text(source, "title", source.data.get("title"), required=True),
        values=MappingProxyType(values),
        default_language=default,
        age_bands=age_bands,
        age_rules=read_age_rules(source, problems),
        questions=questions,
        helplines=helplines,
        languages=MappingProxyType(languages),
        places=frozenset(names),
        helplines_now=safe_minimum_of(helplines),
    )
    problems.raise_if_any()
    return script


def load_engagements(
    *folders: Path | str, helplines_file: Path | None = None, drafts: frozenset[str] = frozenset()
) -> Mapping[str, Script]:
    """Return every engagement by its id: Sayso's own first, then those in the given folders and the folders in them.

    `helplines_file` and `drafts` are as for `load_script`. A folder's engagement replaces an earlier one of the same id. Raises ContentError as `load_script` does, and where
    a given folder holds no engagement at all.
    """
    scripts = {script.engagement: script for script in (load_script(None, helplines_file, drafts),)}
    for folder in map(Path, folders):
        found = engagement_folders(folder)
        if not found:
            advice = f"Put a {SCRIPT_FILE} in it, or in a folder inside it."
            raise ContentError((Problem(str(folder), 0, "There is no engagement in this folder.", advice),))
        for own in found:
            script = load_script(own, helplines_file, drafts)
            scripts[script.engagement] = script
    return MappingProxyType(scripts)


def engagement_folders(folder: Path) -> tuple[Path, ...]:
    """Return the folders with a script: this one and those directly inside it, by name."""
    if not folder.is_dir():
        return ()
    inside = sorted(path for path in folder.iterdir() if path.is_dir())
    return tuple(path for path in (folder, *inside) if (path / SCRIPT_FILE).is_file())


def helpline_entries(own: Path, helplines_file: Path | None, problems: Problems) -> tuple[Entry, ...]:
    """Return the entries of help lines as they are written: Sayso's own, then the engagement's, then the installation's.

    One of a later file takes the place of an earlier one with its id.
    """
    sources = [read_file(OWN_FOLDER, HELPLINES_FILE, problems)]
    if own != OWN_FOLDER and (own / HELPLINES_FILE).is_file():
        sources.append(read_file(own, HELPLINES_FILE, problems))
    installations = None
    if helplines_file is not None and helplines_file.is_file():
        installations = read_file(helplines_file.parent, helplines_file.name, problems)
    elif helplines_file is not None:
        advice = "Look at the setting that names it; `sayso helplines --check` makes it."
        problems.found.append(Problem(str(helplines_file), 0, "This file of help lines is not there.", advice))
    return merge_entries(sources, installations, problems)


def language_sources(own: Path, problems: Problems, packs: Sequence[str] = ()) -> dict[str, tuple[Source, ...]]:
    """Return language -> its files, the general one first; only languages that the engagement has words of its own in.

    `packs` are the language packs that may be used: they stand behind an engagement's own words, and Sayso's own script
    has all of them. Raises ContentError, with the mistakes found before, where a file cannot be read: what it lacks is anyone's guess.
    """
    sources = {}
    unreadable = Problems()
    for path in sorted(own.glob("*.toml"), key=lambda path: path.stem):
        if path.name in NOT_LANGUAGES:
            continue
        if not LANGUAGE_CODE.fullmatch(path.stem):
            advice = "Call it by a language's code, for example fr.toml, or move it out of this folder."
            problems.found.append(Problem(str(path), 0, "This file's name is not the code of a language.", advice))
            continue
        files = [read_file(own, path.name, unreadable)]
        if own != OWN_FOLDER and (OWN_FOLDER / path.name).is_file():
            files.insert(0, read_file(OWN_FOLDER, path.name, unreadable))
        elif own != OWN_FOLDER and path.stem in packs:
            english = read_file(OWN_FOLDER, f"{ENGLISH}.toml", unreadable)
            files = [*map(without_values, pack_sources(path.stem, english, unreadable)), *files]
        sources[path.stem] = tuple(files)
    if own == OWN_FOLDER:
        sources |= {code: pack_sources(code, sources[ENGLISH][-1], unreadable) for code in packs}
    if unreadable.found:
        problems.found += unreadable.found
        problems.raise_if_any()
    return sources


def text_lines(folder: Path) -> dict[tuple[str, str, str], tuple[str, int]]:
    """Return where each text stands: (language, key, variant) -> (file, line). The engagement's own file wins.

    Raises ContentError where a file cannot be read.
    """
    places = {}
    for language, sources in language_sources(folder, Problems()).items():
        for source in sources:
            for key, variant, _ in flatten(source.data):
                path = f"{key}.{variant}"
                places[language, key, variant] = (source.name, nearest_line(source.lines, path))
    return places


def scale_labels(sources: tuple[Source, ...]) -> dict[str, str]:
    """Return the general labels of a 1-5 scale: each language file may have them under [scale]."""
    labels: dict[str, str] = {}
    for source in sources:
        table = source.data.get("scale")
        if isinstance(table, dict):
            labels |= {key: str(value) for key, value in table.items()}
    return labels


def nearest(own: Path, name: str) -> Path:
    """Return the engagement's folder where it has this file itself, else Sayso's own."""
    return own if (own / name).is_file() else OWN_FOLDER


def receipt_words() -> tuple[str, ...]:
    """Return the words that receipts are made of, in their order, which is part of what they say."""
    return tuple(RECEIPT_WORDS.read_text(encoding="utf-8").split())


@cache
def load_staff_texts() -> StaffTexts:
    """Return what the adults at an event read, read once a process. Raises ContentError where the file cannot be read."""
    problems = Problems()
    source = read_file(STAFF_FOLDER, "en.toml", problems)
    problems.raise_if_any()
    return StaffTexts({key: str(text) for key, _, text in flatten(source.data)})


def load_expected(engagement: str, *folders: Path | str) -> tuple[Population, tuple[Target, ...]]:
    """Return what an engagement's answers are compared with. `folders` and what it raises are as of `load_engagements`."""
    problems, own = Problems(), OWN_FOLDER
    for folder in (inside for given in folders for inside in engagement_folders(Path(given))):
        if read_file(folder, SCRIPT_FILE, problems).data.get("engagement") == engagement:
            own = folder
    people = read_population(read_file(nearest(own, POPULATION_FILE), POPULATION_FILE, problems), problems)
    targets = read_targets(read_file(own, TARGETS_FILE, problems), problems) if (own / TARGETS_FILE).is_file() else ()
    problems.raise_if_any()
    return people, targets


def fingerprint(source: Source, languages: Mapping[str, Wording]) -> str:
    """Return six characters that change whenever what is asked, or a word of it, changes.

    So answers can never be filed under a wording that their writers did not see, even when nobody raised the version.
    Help lines do not count: they are checked, corrected and added while the same questions are asked.
    """
    words = {
        code: {key: dict(texts) for key, texts in wording.texts.items() if key.partition(".")[0] not in NOT_ASKED}
        for code, wording in languages.items()
    }
    whole = json.dumps([source.data, words], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:6]
