"""Looks for words in what a bot has stored, however it stores: how often each mark is there."""

import re
import sqlite3
from collections import Counter
from pathlib import Path

import asyncpg
from redis.asyncio import Redis

MARK = re.compile(r"zq[a-z]{12}")


async def marks_stored(folder: Path, database: str) -> Counter[str]:
    """Return how often each mark stands in the database that is named, or else in the files of the folder."""
    if database.startswith("postgresql"):
        return await _in_postgresql(database)
    if database.startswith("redis"):
        return await _in_redis(database)
    return _in_files(folder)


def _in_files(folder: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for file in sorted(folder.rglob("*.db")):
        found += _in_sqlite(file)
    for file in sorted(folder.rglob("*.pickle")):
        found += Counter(MARK.findall(file.read_bytes().decode("utf-8", errors="replace")))
    return found


def _in_sqlite(file: Path) -> Counter[str]:
    database = sqlite3.connect(file)
    try:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (str(row) for table in tables for row in database.execute(f'SELECT * FROM "{table}"'))  # noqa: S608
        return Counter(mark for row in rows for mark in MARK.findall(row))
    finally:
        database.close()


async def _in_postgresql(database: str) -> Counter[str]:
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch("SELECT words FROM answer_messages UNION ALL SELECT words FROM held_messages")
        return Counter(mark for row in rows for mark in MARK.findall(row["words"]))
    finally:
        await connection.close()


async def _in_redis(database: str) -> Counter[str]:
    client = Redis.from_url(database)
    try:
        values = [await client.get(key) async for key in client.scan_iter("fsm:*:data")]
        return Counter(mark for value in values if value for mark in MARK.findall(value.decode()))
    finally:
        await client.aclose()
