"""Encrypts backups for keys whose other half is kept elsewhere, and opens them again: the age format, by pyrage.

age (https://age-encryption.org/v1) is small, has no settings to get wrong, and other programs read it too: a backup can be
opened with `age --decrypt` long after Sayso. The machine that makes backups has only the public key, so whoever breaks into
it cannot read the older ones.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pyrage

from bot.errors import CallError
from storage.errors import BackupError

BEGINNING = b"age-encryption.org/v1"
SECRET_KEY = "AGE-SECRET-KEY-"  # noqa: S105 - how such a key begins, not one


def recipient(written: str) -> pyrage.x25519.Recipient:
    """Return a public key. Raises ValueError, saying what to write."""
    try:
        return pyrage.x25519.Recipient.from_str(written.strip())
    except pyrage.RecipientError:
        raise ValueError(
            "write a public key, as `sayso backup --new-key FILE` or `age-keygen` shows it: age1..."
        ) from None


def new_key(path: Path) -> str:
    """Write a new secret key into a file for its owner's eyes; return its public key. Raises CallError where it cannot."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CallError(f"{path} cannot be made ({error.strerror}): name a file that is not there yet") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def identities(path: Path) -> Sequence[pyrage.x25519.Identity]:
    """Return the secret keys in a file. Raises CallError where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(SECRET_KEY)]
    except (OSError, UnicodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise CallError(f"there is no secret key in {path}: name the file that `sayso backup --new-key` made")
    return found


def is_encrypted(path: Path) -> bool:
    """Whether a file is in the age format."""
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING


def encrypt(plain: Path, encrypted: Path, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    """Write a file for the holders of keys and nobody else. Raises OSError."""
    with plain.open("rb") as source, encrypted.open("xb") as target:
        encrypted.chmod(0o600)
        pyrage.encrypt_io(source, target, recipients)
        target.flush()
        os.fsync(target.fileno())


def decrypt(encrypted: Path, plain: Path, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Open a file with one of the keys. Raises BackupError where none fits, or where the file was changed."""
    try:
        with encrypted.open("rb") as source, plain.open("xb") as target:
            plain.chmod(0o600)
            pyrage.decrypt_io(source, target, keys)
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BackupError("the backup cannot be opened: the key is another one, or the file is damaged") from None
