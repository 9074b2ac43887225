"""Settings: read once, refused by name, and secret where they must be."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings
from bot.settings_shown import settings_table

SECRETS = {
    "SAYSO_TELEGRAM_TOKEN": "123456:made-up-token",
    "SAYSO_SECRET": "made-up-secret-made-up-secret-made-up",
    "SAYSO_PREVIOUS_SECRET": "made-up-secret-of-before-made-up-secret",
    "SAYSO_RECEIPT_SECRET": "made-up-secret-of-the-first-days-made-up",
    "SAYSO_TELEGRAM_WEBHOOK_SECRET": "made-up-webhook-secret",
    "SAYSO_METRICS_TOKEN": "made-up-token-of-the-metrics-made-up",
    "SAYSO_DATABASE_URL": "postgresql://sayso:made-up-password@127.0.0.1/sayso",
}

WRONG = {
    "SAYSO_METRICS_TOKEN": ("short", "thirty-two characters with a space in them"),
    "SAYSO_DRAIN_SECONDS": ("-1", "301", "soon"),
    "SAYSO_PORT": ("eighty", "70000", "0", "-1"),
    "SAYSO_HOST": ("two words", "http://x/"),
    "SAYSO_DATABASE_URL": ("mysql://u:secret-word@h/d", "no url at all", "sqlite"),
    "SAYSO_TELEGRAM_TOKEN": ("secret-word", "12:has space"),
    "SAYSO_SECRET": ("secret-word",),
    "SAYSO_TELEGRAM_WEBHOOK_SECRET": ("secret-word", "secret word with spaces in it"),
    "SAYSO_PUBLIC_URL": ("example.org", "ftp://example.org", "https://example.org/?secret-word"),
    "SAYSO_EXIT_URL": ("the weather", "javascript:alert('secret')", "//bbc.co.uk"),
    "SAYSO_TELEGRAM_API_ROOT": ("localhost:19000",),
    "SAYSO_TELEGRAM_PACE": ("fast", "-1", "1001"),
    "SAYSO_SMALL_NUMBERS": ("seven", "2", "101", "-7"),
    "SAYSO_LEFT_DAYS": ("0", "a month", "91", "-1"),
    "SAYSO_HANDLED_DAYS": ("1", "three", "31"),
    "SAYSO_RESPONSE_DAYS": ("0", "for ever", "3651"),
    "SAYSO_PREVIOUS_SECRET": ("secret-word",),
    "SAYSO_PREVIOUS_SECRET_UNTIL": ("soon", "31/12/2026"),
    "SAYSO_COUNT_DAYS": ("0", "two years", "3651"),
    "SAYSO_LOG_LEVEL": ("loud",),
    "SAYSO_LOG_FORMAT": ("xml",),
}


def read(**environment: str) -> Settings:
    return read_settings(environment, env_file=None)


def test_without_any_setting_there_is_a_web_chat_on_sqlite_and_no_telegram() -> None:
    settings = read()
    assert (settings.host, settings.port, settings.telegram_token) == ("127.0.0.1", 8080, "")
    assert settings.database == "sqlite:///data/sayso.db"


def test_the_data_folder_moves_the_database_along() -> None:
    assert read(SAYSO_DATA_DIR="/srv/sayso").database == "sqlite:////srv/sayso/sayso.db"


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_refused_by_name_with_advice_and_is_never_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    message = str(refused.value)
    assert message.startswith(f"{name} cannot be used: write ") or "only SQLite" in message
    assert "secret" not in message.replace(name, "")


def test_a_slip_in_a_name_is_refused_with_the_name_that_was_meant() -> None:
    with pytest.raises(SettingsError, match="SAYSO_PROT is not a setting: did you mean SAYSO_PORT"):
        read(SAYSO_PROT="8081")


def test_names_for_the_tests_are_left_alone() -> None:
    assert read(SAYSO_TEST_POSTGRES="x", PATH="/bin").port == read().port


def test_an_empty_value_means_the_default() -> None:
    assert read(SAYSO_PORT="").port == read().port


def test_the_environment_goes_before_the_env_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("SAYSO_PORT=8081\nSAYSO_HOST=0.0.0.0\n")
    settings = read_settings({"SAYSO_PORT": "8082"}, env_file)
    assert (settings.port, settings.host) == (8082, "0.0.0.0")


def test_a_mistake_in_the_env_file_is_refused_like_any_other(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("SAYSO_PORT=eighty\n")
    with pytest.raises(SettingsError, match="SAYSO_PORT"):
        read_settings({}, env_file)


def test_printed_settings_show_no_secret() -> None:
    shown = repr(read(**SECRETS, SAYSO_PREVIOUS_SECRET_UNTIL="2026-12-31"))
    assert not [value for value in SECRETS.values() if value in shown]


def test_the_table_names_every_setting_and_marks_the_secret_ones() -> None:
    rows = {row.split("`")[1]: row for row in settings_table().splitlines()[2:]}
    assert set(rows) == {f"SAYSO_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert {name for name, row in rows.items() if "**Secret.**" in row} == set(SECRETS)
