"""The secret that channel addresses are hashed with: from the settings, or made once and kept in a file."""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from bot.errors import StartError
from bot.settings import SECRET_BYTES, Settings
from storage.anonymity import ChannelKeys

SECRET_FILE = "secret.key"  # noqa: S105 - its name, not what is in it


def channel_keys(settings: Settings) -> ChannelKeys:
    """Return the keys made from the secret. Raises StartError where its file cannot be made, read or trusted."""
    if settings.secret:
        return ChannelKeys(hashlib.sha256(settings.secret.encode()).digest())
    return ChannelKeys(_kept_secret(settings.data_dir / SECRET_FILE))


def webhook_secret(settings: Settings, keys: ChannelKeys) -> str:
    """Return what Telegram must send with every webhook call; the same in every replica that shares the secret."""
    derived = hmac.new(keys.secret, b"telegram webhook", hashlib.sha256).hexdigest()
    return settings.telegram_webhook_secret or derived


def _kept_secret(path: Path) -> bytes:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        kept = path.read_bytes()
    except OSError:
        raise StartError(
            f"the secret's file {path} cannot be written or read: check the folder's rights, or set SAYSO_SECRET"
        ) from None
    if len(kept) != SECRET_BYTES:
        raise StartError(f"the secret's file {path} is damaged: put back its backup, or set SAYSO_SECRET")
    return kept


def _make(path: Path) -> None:
    """Write a new secret; where another process is faster, its secret stands.

    The name is given only to a file that is whole and on the disk: nobody can read half a secret, and a crash leaves
    none behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink()
