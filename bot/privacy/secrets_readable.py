"""Whether anybody could read the secrets who should not: files' rights, weak secrets, command lines, stray copies."""

import stat
from collections.abc import Iterator
from pathlib import Path

from bot.privacy.findings import Finding, Part, fails, holds, unknown
from bot.privacy.marks import needles, text_mark
from bot.privacy.searching import SHORTEST_SOUGHT, files_below, search_file
from bot.secrets import PREVIOUS_FILE, RECEIPTS_FILE, SECRET_FILE
from bot.setting_values import SECRET_BYTES
from bot.settings import Settings
from bot.settings_shown import secrets_in_settings
from storage.database import database_url, sqlite_file

ABOUT = "Files, command lines and settings that could give a secret away on this machine."
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LEAST_DIFFERENT = 8
"""Different characters that a random secret of 32 has at least; one that was typed has often fewer."""

TYPED = ("secret", "password", "change", "example", "made-up", "12345", "qwert", "sayso")
"""What stands in secrets that somebody typed or copied from instructions."""

SHORTEST_PASSWORD = 12
"""Characters of the database's password."""


def secrets_part(settings: Settings, env_file: Path = Path(".env"), processes: Path = Path("/proc")) -> Part:
    """Return what was found. `processes` is where the system shows command lines, where it does."""
    findings = [
        *_folder(settings.data_dir),
        *_files(settings, env_file),
        *_strength(settings),
        *_password(settings),
        *_command_lines(settings, processes),
        *_stray_copies(settings, env_file),
        *_logging(settings),
    ]
    return Part("Secrets not readable", ABOUT, tuple(findings))


def _folder(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield unknown(f"There is no data folder {folder}.", "Run the check where Sayso runs, with the same settings.")
        return
    yield _rights(folder, "the data folder", f"chmod 700 {folder}")


def _files(settings: Settings, env_file: Path) -> Iterator[Finding]:
    named = {settings.data_dir / name: "a secret's file" for name in (SECRET_FILE, PREVIOUS_FILE, RECEIPTS_FILE)}
    named[env_file] = "the settings' file"
    database = sqlite_file(database_url(settings.database))
    if database is not None:
        for end in ("", "-wal", "-shm", "-journal"):
            named[database.with_name(database.name + end)] = "the database"
    for path, what in named.items():
        if path.is_file():
            yield _rights(path, what, f"chmod 600 {path}")
    if settings.data_dir.is_dir():
        for path in files_below(settings.data_dir):
            if path not in named and stat.S_IMODE(path.stat().st_mode) & OTHERS:
                yield fails(
                    f"Others on this machine may read or change {path}, in the data folder.", f"chmod 600 {path}"
                )


def _rights(path: Path, what: str, advice: str) -> Finding:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return unknown(f"The rights of {what}, {path}, cannot be seen.", "Run the check as the user that runs Sayso.")
    if mode & OTHERS:
        return fails(f"Others on this machine may get at {what}: {path} has the rights {mode:04o}.", advice)
    return holds(f"Only its owner may get at {what} ({path}, {mode:04o}).")


def _strength(settings: Settings) -> Iterator[Finding]:
    if settings.secret:
        secret, where = settings.secret.encode(), "SAYSO_SECRET"
    else:
        where = f"the secret in {settings.data_dir / SECRET_FILE}"
        try:
            secret = (settings.data_dir / SECRET_FILE).read_bytes()
        except OSError:
            yield unknown(f"{where} cannot be read.", "Start Sayso once, and run the check as the user that runs it.")
            return
    if is_weak(secret):
        yield fails(
            f"{where} could be guessed: it is too short, or looks typed rather than drawn.",
            "Make one with `python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`. Open talks begin anew then.",
        )
    else:
        yield holds(f"{where} is long and looks random.")


def _password(settings: Settings) -> Iterator[Finding]:
    password = database_url(settings.database).password
    if password and len(password) < SHORTEST_PASSWORD:
        yield fails(
            f"The database's password has fewer than {SHORTEST_PASSWORD} characters and could be guessed.",
            "Give the database's role a long random one, and write it into SAYSO_DATABASE_URL.",
        )


def is_weak(secret: bytes) -> bool:
    """Whether a secret is short, repeats itself or has a word in it that no random one has."""
    words = secret.lower()
    repeats = secret in (secret + secret)[1:-1]
    return (
        len(secret) < SECRET_BYTES
        or len(set(secret)) < LEAST_DIFFERENT
        or repeats
        or any(word.encode() in words for word in TYPED)
    )


def _command_lines(settings: Settings, processes: Path) -> Iterator[Finding]:
    secrets = [value.encode() for value in secrets_in_settings(settings) if len(value) >= SHORTEST_SOUGHT]
    lines = [*sorted(processes.glob("[0-9]*/cmdline")), processes / "self" / "cmdline"]
    seen = shown = 0
    for line in lines:
        try:
            said = line.read_bytes()
        except OSError:
            continue
        seen += 1
        shown += any(secret in said for secret in secrets)
    if not seen:
        yield unknown(
            "This system does not show command lines under /proc.", "Look with `ps aux` that none shows a secret."
        )
    elif shown:
        yield fails(
            f"A secret stands in the command line of {shown} of {seen} processes, where every user can read it.",
            "Put it into the file .env or the environment, start again, and change the secret.",
        )
    else:
        yield holds(f"No secret stands in the command line of any of {seen} processes that can be seen.")


def _stray_copies(settings: Settings, env_file: Path) -> Iterator[Finding]:
    if not settings.data_dir.is_dir():
        return
    marks = [text_mark("a secret", value) for value in secrets_in_settings(settings) if len(value) >= SHORTEST_SOUGHT]
    sought = needles(tuple(marks))
    theirs = {env_file.absolute(), (settings.data_dir / SECRET_FILE).absolute()}
    files = [path for path in files_below(settings.data_dir) if path.absolute() not in theirs]
    clean = True
    for path in files:
        try:
            found = search_file("", path, sought)
        except OSError:
            clean = False
            yield unknown(f"{path} cannot be read.", "Run the check as the user that runs Sayso.")
            continue
        if found:
            clean = False
            yield fails(f"A secret stands in {path}, in the data folder.", "Delete the file, and change the secret.")
    if clean:
        yield holds(f"{len(files)} files of the data folder were searched for secrets.")


def _logging(settings: Settings) -> Iterator[Finding]:
    if settings.log_level == "debug":
        yield fails(
            "SAYSO_LOG_LEVEL is debug: more is written than is needed, for longer than it is looked at.",
            "Set SAYSO_LOG_LEVEL=info (or leave it out) and start again.",
        )
    else:
        yield holds(f"Logging says no more than '{settings.log_level}'.")
