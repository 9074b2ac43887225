"""Exports, and reads the files again as an analyst's program would."""

import asyncio
import csv
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from storage.database import Database
from storage.exports.exporting import ExportReport, ExportRequest, export_responses
from storage.exports.writing import Format
from tests.support.answers import DAY


async def export(database: Database, out: Path, kind: Format = Format.CSV, **wanted: Any) -> ExportReport:
    """Export to a file; `wanted` are fields of ExportRequest."""
    return await export_responses(database, ExportRequest(out=out, kind=kind, day=DAY, **wanted))


def csv_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name. The file has to begin with a byte order mark."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def json_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def names(folder: Path) -> set[str]:
    """Return what is in a folder, but the database."""
    return {path.name for path in folder.iterdir() if not path.name.startswith("sayso.db")}


def run_beside(work: Coroutine[Any, Any, None]) -> None:
    """Do something asynchronous to its end while this event loop stands still, as another process would."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, work).result()
