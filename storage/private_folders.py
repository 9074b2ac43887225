"""Folders for what is only written to be read again at once: their owner's alone, and gone with everything in them.

What is in them is written over before it is removed. One that was left by a process that was killed is found by the next
and removed, since a process holds a lock on its own for as long as it lives.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".sayso-"
LOCK = "lock"
BLOCK = bytes(1024 * 1024)


@contextmanager
def private_folder(parent: Path) -> Iterator[Path]:
    """Give an empty folder within another for the block; nothing of it is left afterwards. Raises OSError."""
    for old in parent.glob(f"{PREFIX}*"):
        _remove_left(old)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        with (folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        _overwrite_and_remove(folder)


def _remove_left(folder: Path) -> None:
    with contextlib.suppress(OSError), (folder / LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _overwrite_and_remove(folder)


def _overwrite_and_remove(folder: Path) -> None:
    for path in folder.iterdir():
        with contextlib.suppress(OSError), path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(BLOCK[:left])
            file.flush()
            os.fsync(file.fileno())
    shutil.rmtree(folder, ignore_errors=True)
