"""The canary's search can fail: a mark planted in any kind of place is found there, and is not shown."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.privacy.canary import search_scratch
from bot.privacy.canary_report import report
from bot.privacy.findings import Standing, exit_code
from bot.privacy.marks import PERSONAL, Mark, needles, text_mark
from bot.privacy.report import as_json, markdown, terminal_lines
from bot.privacy.scratch import Scratch, scratch_place
from bot.privacy.searching import CHUNK, search_bytes, search_file
from bot.privacy.server_files import ServerSearch, log_position, search_server
from bot.privacy.web_talk import Answer
from storage.database import Database

NAME = "Zebedee"
FOREIGN = "Černohlávková"


async def plant(scratch: Scratch) -> None:
    """Put a mark into one place of each kind."""
    (scratch.logs / "run").write_text(f"INFO bot: {NAME} wrote something\n")
    (scratch.exports / "answers.csv").write_text(f"words\n{NAME}\n")
    (scratch.temporary / "upload").write_bytes(base64.b64encode(f"said {NAME} here".encode()))
    (scratch.home / ".history").write_bytes(FOREIGN.encode("utf-16-le"))
    (scratch.data / f"{NAME}.txt").write_text("nothing")
    async with scratch.database.writing() as connection:
        await connection.execute(text("CREATE TABLE notes (said TEXT)"))
        await connection.execute(text("INSERT INTO notes VALUES (:said)"), {"said": json.dumps({"a": FOREIGN})})


@asynccontextmanager
async def log_kept(database: Database) -> AsyncIterator[None]:
    """Have the server keep its write-ahead log: any other test that drops a database lets it go."""
    async with database.reading() as connection:
        slot = "SELECT pg_create_physical_replication_slot(:name, immediately_reserve => true, temporary => true)"
        await connection.execute(text(slot), {"name": f"kept_{uuid4().hex}"})
        yield


async def test_a_mark_in_a_log_an_export_a_file_a_file_name_or_a_column_is_found(database_url: str) -> None:
    async with scratch_place(database_url) as scratch:
        assert await search_scratch(scratch, PERSONAL) == set()
        await plant(scratch)
        found = {(hit.place, hit.called, hit.form) for hit in await search_scratch(scratch, PERSONAL)}
    assert {
        ("file searched/logs/run", "a first name", "as it is"),
        ("file searched/exports/answers.csv", "a first name", "as it is"),
        ("file searched/tmp/upload", "a first name", "in base64"),
        ("file searched/home/.history", "a name with foreign letters", "in UTF-16"),
        ("the name of a file", "a first name", "as it is"),
        ("table notes, column said", "a name with foreign letters", "JSON-escaped"),
    } <= found
    if database_url.startswith("sqlite"):
        assert any(place.startswith("file searched/data/sayso.db") for place, _, _ in found)


@pytest.mark.postgres
async def test_a_mark_in_the_files_and_the_log_of_a_postgresql_server_is_found(postgres_database_url: str) -> None:
    async with scratch_place(postgres_database_url) as scratch, log_kept(scratch.database):
        begin = await log_position(scratch.database)
        await plant(scratch)
        searched = await search_server(scratch.database.url, begin, needles(PERSONAL))
    assert {"the server's file of notes", "the server's write-ahead log"} <= {hit.place for hit in searched.hits}


async def test_what_was_found_fails_the_check_and_is_named_but_never_shown() -> None:
    hits = search_bytes("table notes, column said", f"{NAME} and {FOREIGN}".encode(), needles(PERSONAL))
    part = report(hits, {"web": True}, [], ServerSearch(frozenset(), "2 files"), PERSONAL)
    assert exit_code([part]) == 1
    for written in ("\n".join(terminal_lines([part])), markdown([part], "2026-11-22", "1"), as_json([part], "", "1")):
        assert "table notes, column said: a first name" in written
        assert NAME not in written
        assert FOREIGN not in written


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (Answer("/chat", 303, (("Location", f"/chat/{NAME}"),), ""), "a header of the answer to /chat"),
        (Answer("/chat", 500, (), "Traceback (most recent call last): ..."), "shows a traceback"),
        (Answer("/chat", 200, (), "key: 0123456789abcdef"), "the page /chat"),
    ],
)
def test_a_page_that_tells_is_noticed(answer: Answer, seen: str) -> None:
    marks = (*PERSONAL, text_mark("the secret", "0123456789abcdef", secret=True))
    part = report((), {}, [answer], None, marks)
    assert [seen in finding.seen for finding in part.findings if finding.standing is Standing.FAILS] == [True]


def test_a_talk_that_was_not_walked_to_its_end_is_no_success() -> None:
    assert exit_code([report((), {"telegram": False}, [], None, PERSONAL)]) == 2


MARK = st.sampled_from(PERSONAL)
ANYTHING = st.binary(max_size=40)


@given(MARK, ANYTHING, ANYTHING)
def test_a_mark_is_found_in_base64_and_hexadecimal_whatever_stands_around_it(
    mark: Mark, before: bytes, after: bytes
) -> None:
    whole = before + mark.value + after
    for encoded in (
        base64.b64encode(whole),
        base64.urlsafe_b64encode(whole),
        whole.hex().upper().encode(),
        whole.upper(),
    ):
        assert mark.called in {hit.called for hit in search_bytes("x", encoded, needles((mark,)))}


@given(MARK, st.text(max_size=20), st.text(max_size=20))
def test_a_mark_is_found_in_every_way_a_text_is_escaped(mark: Mark, before: str, after: str) -> None:
    whole = (before + mark.value.decode() + after).encode("utf-8", "replace").decode()
    for written in (quote(whole, safe=""), json.dumps(whole), ascii(whole)):
        assert search_bytes("x", written.encode(), needles((mark,)))
    assert search_bytes("x", whole.encode("utf-16-be"), needles((mark,)))


def test_a_mark_that_lies_across_two_pieces_of_a_large_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"x" * (CHUNK - 3) + NAME.encode() + b"y")
    assert search_file("large", file, needles(PERSONAL))


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert (
        search_bytes("x", b"I like the music group. [name] helps me, ring [phone]." * 100, needles(PERSONAL)) == set()
    )
