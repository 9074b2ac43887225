"""What can go wrong with storage, as one small tree.

    StorageError
    ├── VersionClash      somebody else moved this conversation on; run the turn again
    ├── NotMigrated       the database's tables are older or newer than this program
    ├── MoveError         the database could not be moved whole, so nothing was; or the old one may not be emptied
    ├── BackupError       a backup could not be made, read or trusted; nothing was changed
    ├── ThemeError        a code frame cannot be changed like that; nothing was changed
    └── ExportError       the export could not be written; no file was left

No message holds a word that a person wrote, an address or a key.
"""


class StorageError(Exception):
    """The root: catch this to catch all of them."""


class VersionClash(StorageError):  # noqa: N818 - the field's own name for it
    """The conversation was changed between loading and saving; nothing was written, and the turn may run again."""


class NotMigrated(StorageError):  # noqa: N818
    """The tables are not those this program knows; the message says which command to run."""


class MoveError(StorageError):
    """A database was not moved, or may not be emptied; the message says why and what to do."""


class BackupError(StorageError):
    """A backup was not made, or is not restored; the message says why and what to do."""


class ThemeError(StorageError):
    """A code frame was not changed: a name is taken, or two themes do not belong together."""


class ExportError(StorageError):
    """The export could not be written whole, so there is no file; the message says what to do."""


class DemoError(StorageError):
    """Made-up people cannot be put into this database. The message says what to do."""
