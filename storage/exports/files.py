"""Drafts that become files all at once, or not at all: any error leaves the folder as it was."""

import errno
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from storage.errors import ExportError

ADVICE = {
    errno.ENOSPC: "the disk is full: free some space, or write to another disk",
    errno.EDQUOT: "there is no room left for you on this disk: free some space, or write to another disk",
    errno.EFBIG: "the file would become larger than is allowed here: write to another disk",
    errno.EACCES: "this folder may not be written to: choose another one with --out",
    errno.EPERM: "this folder may not be written to: choose another one with --out",
    errno.EROFS: "this disk may only be read: choose another folder with --out",
    errno.ENOENT: "there is no such folder: make it first, or choose another one with --out",
    errno.ENOTDIR: "there is no such folder: make it first, or choose another one with --out",
    errno.ENAMETOOLONG: "this name is too long: choose a shorter one with --out",
}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that is there now, with what proves later that nobody changed it."""

    path: Path
    sha256: str


class ExplainedBytes(io.RawIOBase):
    """A file of bytes, for the libraries that write such. Its errors are ExportErrors that say what to do."""

    def __init__(self, file: BinaryIO, target: Path) -> None:
        self._file = file
        self._target = target

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def seekable(self) -> bool:
        """Zip files go back to write how long a part has become."""
        return True

    def write(self, data: Any, /) -> int:
        """Write bytes. Raises ExportError where there is no room."""
        with _explained(self._target):
            return self._file.write(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, in bytes. What was written so far may have to be brought to the disk."""
        with _explained(self._target):
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place, in bytes."""
        return self._file.tell()

    def flush(self) -> None:
        """Bring to the disk what was written so far."""
        with _explained(self._target):
            if not self._file.closed:
                self._file.flush()


class Draft:
    """A file on its way, which only its owner may read. It takes text in an encoding, or bytes where that is None."""

    def __init__(self, target: Path, encoding: str | None) -> None:
        self.target = target
        with _explained(target):
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        self.path = Path(name)
        self._file = os.fdopen(handle, "wb")
        self._text = None if encoding is None else io.TextIOWrapper(self._file, encoding, newline="")
        self._sha256 = ""
        self.bytes = ExplainedBytes(self._file, target)

    def write(self, text: str) -> int:
        """Write text. Raises ExportError, saying what to do, where there is no room."""
        if self._text is None:
            raise TypeError("this file holds bytes")
        try:
            return self._text.write(text)
        except OSError as error:  # not `_explained`: of very many rows that alone is a tenth of the time
            raise _what_to_do(self.target, error) from None

    def finish(self) -> str:
        """Bring everything to the disk; return the file's SHA-256 in hexadecimal digits. More than once does no harm."""
        with _explained(self.target):
            if not self._file.closed:
                (self._text or self._file).flush()
                os.fsync(self._file.fileno())
                (self._text or self._file).close()
            if not self._sha256:
                with self.path.open("rb") as written:
                    self._sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        return self._sha256

    def close(self) -> None:
        """Write what is left, of a file that nobody needs for longer than this program runs."""
        with _explained(self.target):
            (self._text or self._file).close()

    def discard(self) -> None:
        """Leave nothing, whatever state it is in."""
        with suppress(OSError):
            (self._text or self._file).close()
        with suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


class Drafts:
    """Files of one export, on their way."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._scratch: list[Draft] = []

    def begin(self, target: Path, encoding: str | None = "utf-8") -> Draft:
        """Begin a file. Raises ExportError where the folder cannot be written to."""
        draft = Draft(target, encoding)
        self._drafts.append(draft)
        return draft

    def begin_scratch(self, beside: Path) -> Draft:
        """Begin a file for what is only needed meanwhile, in the folder of another: it never gets a name."""
        draft = Draft(beside, "utf-8")
        self._scratch.append(draft)
        return draft

    def publish(self) -> Sequence[WrittenFile]:
        """Give every draft its name. Where that fails for one, none has it and files that were there are back."""
        written = [WrittenFile(draft.target, draft.finish()) for draft in self._drafts]
        aside: list[tuple[Path, Path]] = []
        named: list[Path] = []
        try:
            for draft in self._drafts:
                with _explained(draft.target):
                    if draft.target.exists():
                        aside.append((_set_aside(draft.target), draft.target))
                    draft.path.rename(draft.target)
                    named.append(draft.target)
            with _explained(self._drafts[0].target):
                _sync_folder(self._drafts[0].target.parent)
        except BaseException:
            for path in named:
                path.unlink(missing_ok=True)
            for kept, target in aside:
                kept.rename(target)
            raise
        for kept, _ in aside:
            kept.unlink()
        return written

    def discard(self) -> None:
        """Leave nothing of the drafts."""
        for draft in (*self._drafts, *self._scratch):
            draft.discard()


@contextmanager
def drafts() -> Iterator[Drafts]:
    """Give a place for drafts; whatever was not published when the block ends is gone, Ctrl-C included."""
    begun = Drafts()
    try:
        yield begun
    finally:
        begun.discard()


def refuse_targets(targets: Sequence[Path], *, overwrite: bool) -> None:
    """Raise ExportError where one of the files is a folder, or is there already and not to be overwritten."""
    for target in targets:
        with _explained(target):
            if target.is_dir() or target.name in ("", "-"):
                raise ExportError(f"{target} is not the name of a file: choose one with --out")
            if target.exists() and not overwrite:
                raise ExportError(f"{target} is there already: choose another name, or add --overwrite")


def _set_aside(target: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".old")
    os.close(handle)
    return target.rename(name)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Turn an error of the file system into one that says what to do."""
    try:
        yield
    except OSError as error:
        raise _what_to_do(target, error) from None


def _what_to_do(target: Path, error: OSError) -> ExportError:
    advice = ADVICE.get(error.errno or 0, f"it could not be written ({errno.errorcode.get(error.errno or 0, '?')})")
    return ExportError(f"{target}: {advice}; no file was left")
