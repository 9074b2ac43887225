"""What can go wrong with storage, as one small tree.

    StorageError
    ├── VersionClash      somebody else moved this conversation on; run the turn again
    ├── NotMigrated       the database's tables are older or newer than this program
    └── ExportError       the export could not be written; no file was left

No message holds a word that a person wrote, an address or a key.
"""


class StorageError(Exception):
    """The root: catch this to catch all of them."""


class VersionClash(StorageError):  # noqa: N818 - the field's own name for it
    """The conversation was changed between loading and saving; nothing was written, and the turn may run again."""


class NotMigrated(StorageError):  # noqa: N818
    """The tables are not those this program knows; the message says which command to run."""


class ExportError(StorageError):
    """The export could not be written whole, so there is no file; the message says what to do."""
