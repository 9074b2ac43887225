"""Opens one TOML file of the content; what is wrong with it is noted, in plain words, with its line."""

from pathlib import Path

import tomli

from conversations.errors import Problem
from conversations.reading import Problems, Source
from conversations.toml_lines import Lines
from conversations.toml_mistakes import explain


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
        return Source(shown, tomli.loads(text), Lines(text))
    except tomli.TOMLDecodeError as error:
        problems.found.append(Problem(shown, *explain(str(error), text)))
        return empty
