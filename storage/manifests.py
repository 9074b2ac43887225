"""What a backup says of itself: when it was made, in which form, what it holds, and a seal that shows any change.

It stands in the backup's own file, in a table that no other database has. What each table holds is summed up from the
file's bare values, so that a backup can be checked by any later version, before anything is done with it.

The seal is a keyed hash under the secret that receipts are made of. It says that nobody without the secret has changed the
backup, and that the secret here is the one with which the receipts that were given out will open what is restored.
"""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from storage.carrying import TableContent
from storage.errors import BackupError

FORMAT = 1
MANIFEST = "backup_manifest"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `tables` has the rows and the digest of each table.

    `erased_list` is the id of the list of erasures that was kept when it was made; `seal` is empty where there was no
    secret.
    """

    revision: str
    made_on: date
    erased_list: str
    tables: Mapping[str, tuple[int, str]]
    seal: str = ""

    @property
    def rows(self) -> int:
        """How many rows the backup has in all."""
        return sum(rows for rows, _ in self.tables.values())

    def sealed(self, secret: bytes | None) -> str:
        """Return the seal of this manifest under a secret, 64 hexadecimal digits; empty without one."""
        if secret is None:
            return ""
        return hmac.new(secret, b"backup " + self._written(seal="").encode(), hashlib.sha256).hexdigest()

    def _written(self, seal: str) -> str:
        content = {**asdict(self), "made_on": self.made_on.isoformat(), "seal": seal, "format": FORMAT}
        return json.dumps(content, sort_keys=True)

    def to_json(self) -> str:
        """Return it as text."""
        return self._written(self.seal)


def summed_up(file: Path) -> Mapping[str, tuple[int, str]]:
    """Return rows and digest of every table of a SQLite file, as its bare values stand there; nothing else may use it."""
    with closing(_opened(file)) as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if name != MANIFEST
        ]
        found = {}
        for name in names:
            content = TableContent()
            rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the file's own table
            columns = [column[0] for column in rows.description]
            for row in rows:
                content.add(dict(zip(columns, row, strict=True)))
            found[name] = (content.rows, content.digest)
        return found


def put_manifest(file: Path, manifest: Manifest) -> None:
    """Write the manifest into a backup's file, and leave it as one file without a journal."""
    with closing(_opened(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute(f"CREATE TABLE {MANIFEST} (content TEXT NOT NULL)")
        database.execute(f"INSERT INTO {MANIFEST} VALUES (?)", (manifest.to_json(),))  # noqa: S608 - a name of ours


def read_manifest(file: Path) -> Manifest:
    """Return what a backup says of itself, once all of it is what it says. Raises BackupError where it is not."""
    try:
        with closing(_opened(file)) as database:
            (written,) = database.execute(f"SELECT content FROM {MANIFEST}").fetchone()  # noqa: S608 - a name of ours
        manifest = _manifest(json.loads(written))
        found = summed_up(file)
    except (sqlite3.Error, ValueError, TypeError, KeyError):
        raise BackupError("this is no backup that Sayso made, or it is damaged") from None
    if dict(manifest.tables) != dict(found):
        raise BackupError("the backup is damaged or was changed: what it holds is not what was written into it")
    return manifest


def _manifest(content: Mapping[str, Any]) -> Manifest:
    if content["format"] != FORMAT:
        raise BackupError("the backup was made by a newer Sayso: restore it with that")
    return Manifest(
        revision=str(content["revision"]),
        made_on=date.fromisoformat(content["made_on"]),
        erased_list=str(content["erased_list"]),
        tables={name: (int(rows), str(digest)) for name, (rows, digest) in content["tables"].items()},
        seal=str(content["seal"]),
    )


def _opened(file: Path) -> sqlite3.Connection:
    # Without transactions of its own: what is done here is one statement each.
    return sqlite3.connect(f"file:{_quoted(file)}?mode=rw", uri=True, isolation_level=None)


def _quoted(file: Path) -> str:
    return str(file.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
