"""A hundred times as many answers need no more memory."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrating import migrate
from tests.support.answers import SCRIPT, remember

pytestmark = pytest.mark.program

COUNT = 20_000
MEGABYTES = 200

FILL = f"""
WITH RECURSIVE person(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM person WHERE n < {COUNT})
INSERT INTO responses (id, engagement, script_version, channel, entry_code, audience, age_band, language, status,
                       opened_on, closed_on)
SELECT lower(hex(randomblob(16))), '{SCRIPT.engagement}', '{SCRIPT.version}', 'web', '', 'young_person', '13_15', 'en',
       'finished', '2026-11-21', '2026-11-21'
FROM person;
INSERT INTO answers (response_id, question_id, script_version, language, options, skipped, answered_on)
SELECT id, 'helps', script_version, 'en', '[]', 0, '2026-11-21' FROM responses;
INSERT INTO answer_messages (response_id, question_id, number, words)
SELECT id, 'helps', 1, replace(hex(zeroblob(250)), '00', 'it''s hard, ') FROM responses;
"""
RUN = """
import json, pathlib, resource, sys
from bot.cli import main
code = main(["export", "--format", "csv", "--out", sys.argv[1], "--role", "lead", "--reason", "a trial run"])
# Where Linux tells it, the peak of this program alone: ru_maxrss begins with what the program that started it had.
status = pathlib.Path("/proc/self/status")
peaks = [line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line] if status.exists() else []
peak = int(peaks[0]) // 1024 if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2
print(json.dumps([code, peak]))
"""


def export_in_a_process_of_its_own(folder: Path) -> subprocess.CompletedProcess[str]:
    """Export the SQLite file in a folder to a.csv beside it; the last line tells what that took."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    return subprocess.run(
        [sys.executable, "-c", RUN, str(folder / "a.csv")],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**ours, "SAYSO_DATA_DIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)},
    )


async def test_twenty_thousand_responses_are_exported_in_bounded_memory(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
    await migrate(database)
    await remember(database)
    await database.close()
    with closing(sqlite3.connect(tmp_path / "sayso.db")) as connection:
        connection.executescript(f"BEGIN; {FILL} COMMIT;")
    program = export_in_a_process_of_its_own(tmp_path)
    said = program.stdout.splitlines()
    code, megabytes = json.loads(said[-1])
    assert code == 0, program.stderr
    assert "20,000 rows" in said[0]
    assert (tmp_path / "a.csv").stat().st_size > COUNT * 2500
    assert megabytes < MEGABYTES
