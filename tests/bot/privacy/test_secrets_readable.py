"""Who could read the secrets: every way that is looked at can be found wrong."""

from pathlib import Path

import pytest

from bot.privacy.findings import Part, Standing, exit_code
from bot.privacy.secrets_readable import is_weak, secrets_part
from bot.secrets import channel_keys
from bot.settings import Settings
from storage.database import Database

TOKEN = "123456789:AAmadeupAAmadeupAAmadeupAAmadeup"


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """An installation as Sayso itself makes it."""
    made = Settings(data_dir=tmp_path / "data", telegram_token=TOKEN)
    await Database(made.database).close()
    channel_keys(made)
    return made


def checked(settings: Settings, tmp_path: Path, command: str = "python -m bot run") -> Part:
    """The part, on a machine with one process."""
    process = tmp_path / "proc" / "1"
    process.mkdir(parents=True, exist_ok=True)
    (process / "cmdline").write_bytes(command.replace(" ", "\0").encode())
    return secrets_part(settings, tmp_path / ".env", tmp_path / "proc")


def wrong(part: Part) -> list[str]:
    """What does not hold."""
    return [finding.seen for finding in part.findings if finding.standing is not Standing.HOLDS]


def test_an_installation_as_sayso_makes_it_holds(settings: Settings, tmp_path: Path) -> None:
    assert wrong(checked(settings, tmp_path)) == []


@pytest.mark.parametrize("name", ["data/secret.key", "data/sayso.db", ".env", "data/old-export.csv"])
def test_a_file_that_others_may_read_fails(settings: Settings, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.touch()
    file.chmod(0o644)
    part = checked(settings, tmp_path)
    assert exit_code([part]) == 1
    assert [str(file) in seen for seen in wrong(part)] == [True]


def test_a_data_folder_that_others_may_open_fails(settings: Settings, tmp_path: Path) -> None:
    settings.data_dir.chmod(0o755)
    assert ["the data folder" in seen for seen in wrong(checked(settings, tmp_path))] == [True]


def test_a_token_in_a_command_line_fails_and_is_not_shown(settings: Settings, tmp_path: Path) -> None:
    seen = wrong(checked(settings, tmp_path, f"env SAYSO_TELEGRAM_TOKEN={TOKEN} sayso run"))
    assert seen == ["A secret stands in the command line of 1 of 1 processes, where every user can read it."]


def test_a_system_that_shows_no_command_lines_is_no_success(settings: Settings, tmp_path: Path) -> None:
    assert exit_code([secrets_part(settings, tmp_path / ".env", tmp_path / "nothing")]) == 2


def test_a_token_in_a_file_of_the_data_folder_fails(settings: Settings, tmp_path: Path) -> None:
    note = settings.data_dir / "note.txt"
    note.write_text(f"the token is {TOKEN}")
    note.chmod(0o600)
    assert wrong(checked(settings, tmp_path)) == [f"A secret stands in {note}, in the data folder."]


def test_a_short_database_password_fails_and_is_not_shown(settings: Settings, tmp_path: Path) -> None:
    short = Settings(data_dir=settings.data_dir, database_url="postgresql://sayso:hunter2@db.example.org/sayso")
    seen = wrong(checked(short, tmp_path))
    assert ["could be guessed" in line for line in seen] == [True]
    assert "hunter2" not in str(seen)


def test_debug_logging_fails(settings: Settings, tmp_path: Path) -> None:
    chatty = Settings(data_dir=settings.data_dir, log_level="debug")
    assert ["debug" in seen for seen in wrong(checked(chatty, tmp_path))] == [True]


def test_no_data_folder_is_no_success(tmp_path: Path) -> None:
    assert exit_code([checked(Settings(data_dir=tmp_path / "nowhere"), tmp_path)]) == 2


@pytest.mark.parametrize(
    "secret", [b"short", b"a" * 40, b"abcdefgh" * 5, b"please-change-me-0123456789abcdefghij", b"my-secret-my-secret-3f9c-2b7a-8d1e"]
)  # fmt: skip
def test_a_secret_that_somebody_typed_is_weak(secret: bytes) -> None:
    assert is_weak(secret)


def test_a_secret_that_was_drawn_is_not(settings: Settings) -> None:
    assert not is_weak(channel_keys(settings).secret)
    assert not is_weak(b"q7Jx-0Zr_3mVbYt5KdWn8HsLpG1fUc6A")
