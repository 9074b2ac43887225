"""Logs: one line an event, and nothing in them that tells on anybody."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.event_files import EventFiles
from bot.logs import QUIET_LOGGERS, describe_exception, set_up_logging
from bot.settings import Settings, read_settings
from bot.turn_ids import turn_id
from conversations.content import load_engagements, load_staff_texts
from storage.events import Event
from storage.moments import minute_of

TOKEN = "123456:made-up-token"
WORDS = "my mum hits me"
MOMENT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    kept = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in QUIET_LOGGERS}
    yield
    root.handlers[:], root.level = kept[0], kept[1]
    for name, level in kept[2].items():
        logging.getLogger(name).setLevel(level)


def set_up(**environment: str) -> None:
    set_up_logging(read_settings(environment, env_file=None), (TOKEN,))


@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exceptions_own_words_never_reach_the_log(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    set_up(SAYSO_LOG_FORMAT=form, SAYSO_LOG_LEVEL="debug")
    try:
        try:
            raise ValueError(WORDS)  # noqa: TRY301 - the cause is the point
        except ValueError as first:
            raise RuntimeError(f"while storing {WORDS}") from first
    except RuntimeError as error:
        logging.getLogger("bot").exception("a turn failed: %s", error)  # noqa: TRY401 - the very mistake to survive
    written = capfd.readouterr().err
    assert WORDS not in written
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "test_logs.py" in written


@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.parametrize("name", QUIET_LOGGERS)
def test_libraries_that_log_requests_stay_quiet_at_any_level(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    set_up(SAYSO_LOG_LEVEL="debug")
    logging.getLogger(name).info("POST https://api.example.org/bot%s/sendMessage %s", TOKEN, WORDS)
    logging.getLogger(f"{name}.inner").debug(WORDS)
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("logging_as_it_was")
def test_a_secret_is_hidden_wherever_it_stands(capfd: pytest.CaptureFixture[str]) -> None:
    set_up()
    logging.getLogger("httpx").warning("could not reach https://api.example.org/bot%s/getMe", TOKEN)
    written = capfd.readouterr().err
    assert TOKEN not in written
    assert "[hidden]" in written


@pytest.mark.usefixtures("logging_as_it_was")
def test_the_json_form_is_one_object_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    set_up(SAYSO_LOG_FORMAT="json")
    logging.getLogger("bot.turns").info("a turn ran into another one", extra={"attempt": 2})
    line = json.loads(capfd.readouterr().err)
    assert (line["level"], line["logger"], line["message"], line["attempt"]) == (
        "INFO",
        "bot.turns",
        "a turn ran into another one",
        2,
    )


@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.parametrize("form", ["text", "json"])
def test_times_are_in_utc(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    set_up(SAYSO_LOG_FORMAT=form)
    record = logging.makeLogRecord(
        {
            "name": "bot",
            "msg": "it is so",
            "levelno": 20,
            "levelname": "INFO",
            "created": MOMENT.timestamp(),
            "msecs": 7.0,
        }
    )
    logging.getLogger("bot").handle(record)
    assert "2026-07-01T23:30:00.007Z" in capfd.readouterr().err


@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_lines_of_one_turn_can_be_found_together(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    set_up(SAYSO_LOG_FORMAT=form)
    log = logging.getLogger("bot")
    for _ in range(2):
        with turn_id():
            log.info("begun")
            with turn_id():
                log.info("ended")
    log.info("outside")
    *inside, outside = capfd.readouterr().err.splitlines()
    ids = [re.findall(r"[0-9a-f]{12}", line) for line in inside]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert [len(found) for found in ids] == [1, 1, 1, 1]
    assert re.findall(r"[0-9a-f]{12}|turn", outside) == []


@pytest.mark.usefixtures("logging_as_it_was")
def test_what_is_printed_leaves_none_of_its_letters_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    set_up(SAYSO_LOG_LEVEL="debug")
    scripts = load_engagements()
    event = Event("otter425", "Club", "five-questions", minute_of(MOMENT), minute_of(MOMENT) + 60)
    settings = Settings(public_url="https://sayso.example.org")
    EventFiles(scripts, settings, load_staff_texts()).file(event, "poster-a5-black.pdf", MOMENT)
    assert capfd.readouterr().err == ""


def test_an_exception_without_a_cause_is_described_by_kind_and_place() -> None:
    error = KeyError(WORDS)
    assert describe_exception((KeyError, error, None)) == "builtins.KeyError"
