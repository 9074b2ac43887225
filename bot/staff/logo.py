"""The organisation's logo for the staff pages: looked at when Sayso starts, long before the first page is made."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.errors import SettingsError

LARGEST = 512 * 1024
"""Bytes."""

KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it is sent, and what its file is called."""

    name: str
    content_type: str
    content: bytes


@cache
def logo_in(file: Path) -> Logo:
    """Return the logo in a file, read once: the pages show what the start looked at, also where the file is gone since.

    Raises SettingsError where it cannot be used.
    """
    suffix = file.suffix.lower()
    kind = KINDS.get(suffix)
    try:
        content = file.read_bytes()
    except OSError:
        content = b""
    if kind is None or not 0 < len(content) <= LARGEST:
        raise SettingsError(
            "SAYSO_ORGANISATION_LOGO cannot be used: name a file of at most 512 kB that ends in " + ", ".join(KINDS)
        )
    return Logo(f"logo{suffix}", kind, content)
