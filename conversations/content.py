"""Opens the content files and makes scripts of them: the only module of the conversation that touches the disk.

A folder is an engagement when it holds a `script.toml`. Sayso's own folder holds the default engagement and every
general text; another engagement's folder holds its script and only the texts that differ or are new.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.errors import ContentError, Problem
from conversations.helpline_reading import Entry, merge_entries, read_helplines
from conversations.helpline_texts import HelplineTexts
from conversations.helplines import safe_minimum_of
from conversations.keeping import check_keeping, check_told
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
from conversations.toml_lines import line_numbers, nearest_line
from conversations.toml_mistakes import explain
from conversations.wording import Wording
from conversations.wording_reading import Ready, expected_texts, flatten, read_wording, ready_labels, texts_of

OWN_FOLDER = Path(__file__).parent / "content"
SCRIPT_FILE = "script.toml"
SAFEGUARDING_FOLDER = OWN_FOLDER / "safeguarding"
CORPUS_FOLDER = SAFEGUARDING_FOLDER / "corpus"
SECOND_OPINIONS = SAFEGUARDING_FOLDER / "second_opinion"
SAFETY_SCORES = SAFEGUARDING_FOLDER / "scores.toml"
STAFF_FOLDER = OWN_FOLDER / "staff"
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
HELPLINES_FILE = "helplines.toml"
RECEIPT_WORDS = OWN_FOLDER / "receipt_words.txt"
NOT_LANGUAGES = frozenset({SCRIPT_FILE, "places.toml", HELPLINES_FILE})
NOT_ASKED = frozenset({"helpline", "helpline_name"})
"""Groups of texts that are no part of a script's version: whom to turn to changes while the same questions are asked."""


def load_script(folder: Path | str | None = None, helplines_file: Path | None = None) -> Script:
    """Return the script of one engagement's folder; Sayso's own five questions where none is given.

    `helplines_file` holds the installation's own help lines, which go before all others. Raises ContentError with every mistake found: file, line, what is wrong and what to do.
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
    for language, sources in language_sources(own, problems).items():
        general = {key: variants for one in sources for key, variants in texts_of(one).items()}
        ready = Ready(
            labels=ready_labels(questions, names, scale_labels(sources)),
            brought=helpline_texts.brought(language, general, texts_of(sources[-1])),
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


def load_engagements(*folders: Path | str, helplines_file: Path | None = None) -> Mapping[str, Script]:
    """Return every engagement by its id: Sayso's own first, then those in the given folders and the folders in them.

    `helplines_file` is as for `load_script`. A folder's engagement replaces an earlier one of the same id. Raises ContentError as `load_script` does, and where
    a given folder holds no engagement at all.
    """
    scripts = {script.engagement: script for script in (load_script(None, helplines_file),)}
    for folder in map(Path, folders):
        found = engagement_folders(folder)
        if not found:
            advice = f"Put a {SCRIPT_FILE} in it, or in a folder inside it."
            raise ContentError((Problem(str(folder), 0, "There is no engagement in this folder.", advice),))
        for own in found:
            script = load_script(own, helplines_file)
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


def language_sources(own: Path, problems: Problems) -> dict[str, tuple[Source, ...]]:
    """Return language -> its files, the general one first; only languages that the engagement has words of its own in.

    Raises ContentError, with the mistakes found before, where a file cannot be read: what it lacks is anyone's guess.
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
        sources[path.stem] = tuple(files)
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


def read_file(folder: Path, name: str, problems: Problems) -> Source:
    """Return one TOML file's values and lines; an empty one, with the mistake noted, where it cannot be read."""
    shown = str(folder / name)
    empty = Source(shown, {}, {})
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.found.append(Problem(shown, 0, "This file is not there.", "Create it, or check the folder's name."))
        return empty
    except (OSError, UnicodeDecodeError):
        problems.found.append(Problem(shown, 0, "This file cannot be read.", "Save it as plain text in UTF-8."))
        return empty
    try:
        return Source(shown, tomllib.loads(text), line_numbers(text))
    except tomllib.TOMLDecodeError as error:
        problems.found.append(Problem(shown, *explain(str(error), text)))
        return empty


def safeguarding_sources(problems: Problems) -> dict[str, tuple[Source, ...]]:
    """Return language -> the files of its safeguarding rules; a mistake in reading one is noted."""
    return {
        folder.name: tuple(read_file(folder, path.name, problems) for path in sorted(folder.glob("*.toml")))
        for folder in sorted(SAFEGUARDING_FOLDER.iterdir())
        if folder.is_dir() and folder not in (CORPUS_FOLDER, SECOND_OPINIONS)
    }


def corpus_sources(problems: Problems) -> tuple[Source, ...]:
    """Return the files of example texts that the safety net learns from and is scored on."""
    return tuple(read_file(CORPUS_FOLDER, path.name, problems) for path in sorted(CORPUS_FOLDER.glob("*.toml")))


def second_opinion_parts() -> dict[str, tuple[dict[str, NDArray[Any]], dict[str, object]]]:
    """Return language -> the numbers of its second opinion's network and its limits, where it has one."""
    found: dict[str, tuple[dict[str, NDArray[Any]], dict[str, object]]] = {}
    for path in sorted(SECOND_OPINIONS.glob("*.npz")):
        with np.load(path, allow_pickle=False) as numbers:
            found[path.stem] = (dict(numbers), tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8")))
    return found


def safety_scores() -> dict[str, tuple[int, int]]:
    """Return language -> held-out disclosures that the safety net catches, and how many there are, as last measured."""
    with SAFETY_SCORES.open("rb") as file:
        measured = tomllib.load(file)
    return {code: (int(score["caught"]), int(score["disclosures"])) for code, score in measured.items()}


def receipt_words() -> tuple[str, ...]:
    """Return the words that receipts are made of, in their order, which is part of what they say."""
    return tuple(RECEIPT_WORDS.read_text(encoding="utf-8").split())


def load_staff_texts() -> StaffTexts:
    """Return what the adults at an event read. Raises ContentError where the file cannot be read."""
    problems = Problems()
    source = read_file(STAFF_FOLDER, "en.toml", problems)
    problems.raise_if_any()
    return StaffTexts({key: str(text) for key, _, text in flatten(source.data)})


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
