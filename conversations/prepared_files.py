"""What was worked out of the content beforehand, so that Sayso starts at once and holds little: `sayso prepare` writes it.

It is only ever a shorter way to the same: what was made of other content, by other code, or by another version of a
library is as if it were not there, and is worked out anew at the start.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
FOLDER = HERE / "content" / "prepared"
MADE_OF = "made_of.txt"
LIBRARIES = ("holidays", "marisa-trie", "numpy")

Arrays = Mapping[str, NDArray[Any]]


def sources() -> Iterator[Path]:
    """Yield every file that what is prepared depends on, in one order."""
    for folder, pattern in (
        ("content/safeguarding", "[a-z][a-z]*/*.toml"),
        ("content/redaction", "*/*.txt"),
        ("safeguarding", "*.py"),
        ("redaction", "*.py"),
        (".", "*.py"),
    ):
        yield from sorted(path for path in (HERE / folder).glob(pattern) if path.parent.name != "corpus")


def made_of() -> str:
    """Return the SHA-256 of all that is prepared is made of: names and content of the files, versions of the libraries."""
    told = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for path in sources():
        content = path.read_bytes()
        told.update(f"\n{path.relative_to(HERE).as_posix()} {len(content)}\n".encode())
        told.update(content)
    return told.hexdigest()


@cache
def is_current() -> bool:
    """Whether what is prepared is there and was made of just what is there now; looked at once."""
    try:
        return (FOLDER / MADE_OF).read_text(encoding="utf-8").strip() == made_of()
    except OSError:
        return False


def prepared(name: str) -> Arrays | None:
    """Return the arrays that were prepared under a name; None where they are to be worked out anew."""
    if not is_current():
        return None
    try:
        with (FOLDER / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, EOFError, BadZipFile):
        return None
