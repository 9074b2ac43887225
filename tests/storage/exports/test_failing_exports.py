"""Whatever goes wrong, there is no file and no part of one, and the message says what to do."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from storage.database import Database
from storage.errors import ExportError
from storage.exports.exporting import ExportRequest, export_responses
from storage.exports.files import drafts
from storage.exports.responses import CHUNK
from storage.exports.writing import Format
from storage.migrating import migrate
from tests.storage.exports.reading_back import csv_rows, export, names, run_beside
from tests.support.answers import DAY, Given, Response, put, remember

LONG_WORDS = "many words, " * 400
WRITTEN = {"a.csv", "a-codebook.csv", "a-codebook.html"}


async def fill(database: Database, count: int = 2) -> None:
    await remember(database)
    await put(database, *(Response({"helps": Given([LONG_WORDS])}) for _ in range(count)))


async def end_all_connections(url: str) -> None:
    """Do what a restarted PostgreSQL does."""
    connection = await asyncpg.connect(
        make_url(url).set(drivername="postgresql", database="postgres").render_as_string()
    )
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
    await connection.execute(ending, make_url(url).database)
    await connection.close()


def break_the_database(url: str) -> None:
    """Make every further read fail."""
    file = make_url(url).database
    if not url.startswith("sqlite"):
        run_beside(end_all_connections(url))
        return
    assert file is not None
    for path in (Path(file), Path(f"{file}-wal")):
        with path.open("r+b") as content:
            content.write(b"\xff" * path.stat().st_size)


class TestFailingExports:
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    async def test_a_database_that_fails_half_way_leaves_no_file(
        self, database: Database, database_url: str, tmp_path: Path
    ) -> None:
        await fill(database, CHUNK * 2)
        folder = tmp_path / "out"
        folder.mkdir()
        seen: list[int] = []

        def break_after_the_first_chunk(done: int, _total: int) -> None:
            seen.append(len(names(folder)))
            break_the_database(database_url)
            assert done == CHUNK

        request = ExportRequest(out=folder / "a.csv", kind=Format.CSV, day=DAY)
        with pytest.raises(ExportError, match=r"the database failed while it was read .* no file was left") as raised:
            await export_responses(database, request, break_after_the_first_chunk)
        assert seen == [1]
        assert names(folder) == set()
        assert "many words" not in str(raised.value)

    async def test_a_cancelled_export_leaves_no_file(self, database: Database, tmp_path: Path) -> None:
        await fill(database, CHUNK * 2)
        request = ExportRequest(out=tmp_path / "a.csv", kind=Format.CSV, day=DAY)
        exporting: list[asyncio.Task[object]] = []

        def cancel(_done: int, _total: int) -> None:
            assert names(tmp_path) != set()
            exporting[0].cancel()

        exporting.append(asyncio.create_task(export_responses(database, request, cancel)))
        with pytest.raises(asyncio.CancelledError):
            await exporting[0]
        assert names(tmp_path) == set()

    async def test_a_folder_that_is_not_there_is_not_made(self, database: Database, tmp_path: Path) -> None:
        await fill(database)
        with pytest.raises(ExportError, match="no such folder: make it first"):
            await export(database, tmp_path / "missing" / "a.csv")
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(ExportError, match="no such folder"):
            await export(database, tmp_path / "file" / "a.csv")
        assert names(tmp_path) == {"file"}

    @pytest.mark.parametrize("there", sorted(WRITTEN))
    async def test_nothing_is_overwritten_unless_that_is_wanted(
        self, database: Database, tmp_path: Path, there: str
    ) -> None:
        await fill(database)
        (tmp_path / there).write_text("precious")
        with pytest.raises(ExportError, match="is there already: choose another name, or add --overwrite"):
            await export(database, tmp_path / "a.csv")
        assert names(tmp_path) == {there}
        assert (tmp_path / there).read_text() == "precious"
        await export(database, tmp_path / "a.csv", overwrite=True)
        assert names(tmp_path) == WRITTEN
        assert len(csv_rows(tmp_path / "a.csv")) == 2

    async def test_where_one_file_cannot_take_its_name_none_does_and_the_old_ones_are_back(
        self, database: Database, tmp_path: Path
    ) -> None:
        await fill(database)
        (tmp_path / "a.csv").write_text("last week's")
        with drafts() as begun:
            for name in ("a.csv", "b" * 250):
                begun.begin(tmp_path / name).write("this week's")
            # The name is short enough for a draft's folder but too long for the folder that it is moved to.
            begun._drafts[1].target = tmp_path / ("b" * 256)
            with pytest.raises(ExportError, match="this name is too long"):
                begun.publish()
        assert names(tmp_path) == {"a.csv"}
        assert (tmp_path / "a.csv").read_text() == "last week's"

    @pytest.mark.parametrize("name", ["", ".", "out", "-", "a" * 300])
    async def test_what_cannot_be_a_file_is_refused(self, database: Database, tmp_path: Path, name: str) -> None:
        await fill(database)
        (tmp_path / "out").mkdir()
        with pytest.raises(ExportError, match="with --out"):
            await export(database, tmp_path / name)
        assert names(tmp_path) == {"out"}

    async def test_a_codebook_cannot_be_the_data_file_itself(self, database: Database, tmp_path: Path) -> None:
        await fill(database)
        report = await export(database, tmp_path / "x-codebook.csv")
        assert len({file.path for file in report.files}) == 3


RUN = """
import sys
from bot.cli import main
sys.exit(main(["export", "--format", "csv", "--out", sys.argv[1], "--role", "lead", "--reason", "a trial run"]))
"""


def export_program(folder: Path, **options: object) -> subprocess.Popen[str]:
    """Start an export of the SQLite file in a folder, as somebody at a desk would."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    environment = {**ours, "SAYSO_DATA_DIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", RUN, str(folder / "out" / "a.csv")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
        **options,
    )


async def a_filled_folder(tmp_path: Path, count: int) -> Path:
    (tmp_path / "out").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
    await migrate(database)
    await fill(database, count)
    await database.close()
    return tmp_path / "out"


def only_a_little_room() -> None:
    """Let the program write files of 64 KiB and no larger: to it a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))


@pytest.mark.program
async def test_a_full_disk_leaves_no_file_and_says_what_to_do(tmp_path: Path) -> None:
    out = await a_filled_folder(tmp_path, 50)
    program = export_program(tmp_path, preexec_fn=only_a_little_room)
    output, errors = program.communicate()
    assert program.returncode == 1
    assert output == ""
    assert "write to another disk; no file was left" in errors
    assert "many words" not in errors
    assert names(out) == set()


@pytest.mark.program
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGHUP, 130)])
async def test_an_export_that_is_told_to_end_leaves_no_file(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    out = await a_filled_folder(tmp_path, 4 * CHUNK)
    program = export_program(tmp_path)
    while not names(out):
        assert program.poll() is None
        await asyncio.sleep(0.001)
    program.send_signal(sent)
    _, errors = program.communicate()
    assert program.returncode == code
    assert "Stopped." in errors
    assert names(out) == set()
