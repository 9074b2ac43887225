"""Opens the files of the safety net: its rules by language, what it learned, the texts it is scored on, its scores."""

import tomllib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.pack_files import OWN_FOLDER
from conversations.reading import Problems, Source
from conversations.toml_files import read_file

SAFEGUARDING_FOLDER = OWN_FOLDER / "safeguarding"
CORPUS_FOLDER = SAFEGUARDING_FOLDER / "corpus"
SECOND_OPINIONS = SAFEGUARDING_FOLDER / "second_opinion"
SAFETY_SCORES = SAFEGUARDING_FOLDER / "scores.toml"


def safeguarding_languages() -> tuple[str, ...]:
    """Return the languages that there are safeguarding rules for."""
    apart = (CORPUS_FOLDER, SECOND_OPINIONS)
    return tuple(
        folder.name for folder in sorted(SAFEGUARDING_FOLDER.iterdir()) if folder.is_dir() and folder not in apart
    )


def safeguarding_sources(language: str, problems: Problems) -> tuple[Source, ...]:
    """Return the files of one language's safeguarding rules; a mistake in reading one is noted."""
    folder = SAFEGUARDING_FOLDER / language
    return tuple(read_file(folder, path.name, problems) for path in sorted(folder.glob("*.toml")))


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
