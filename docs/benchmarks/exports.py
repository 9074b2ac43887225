"""How fast answers are exported, in how much memory, beside DuckDB's and pandas' own export of the same table.

    SAYSO_DATA_DIR=trial sayso demo-data --responses 1000000
    SAYSO_DATA_DIR=trial python -m docs.benchmarks.exports FOLDER

Each export is a process of its own, and its peak is that of the process alone. DuckDB and pandas begin with the table as it is
in our Parquet file, not with the database's rows, so they have the easier half of the work; they are there to see by.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MEASURED = """
import json, pathlib, resource, sys, time
begun, status = time.perf_counter(), pathlib.Path("/proc/self/status")
{work}
peaks = [line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line] if status.exists() else []
peak = int(peaks[0]) // 1024 if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2
print(json.dumps([time.perf_counter() - begun, time.process_time(), peak]))
"""
OURS = """
from bot.cli import main
assert main(["export", "--format", "{kind}", "--out", "{out}", "--overwrite", "--role", "lead", "--reason", "to measure"]) == 0
"""
RELEASE = """
from bot.cli import main
assert main(["release", "new", "--format", "csv", "--out", "{out}", "--role", "lead", "--reason", "to measure"]) == 0
"""
DUCKDB = """
import duckdb
duckdb.sql("SET threads = 1")
duckdb.sql("COPY (SELECT * FROM '{table}') TO '{out}' (FORMAT {kind})")
"""
PANDAS = """
import pandas
pandas.read_parquet("{table}", dtype_backend="pyarrow").to_{kind}("{out}", index=False)
"""
PAGE_OF_OTHERS = ("csv", "parquet")


def works(folder: Path) -> Iterator[tuple[str, str]]:
    """Give what is measured, each with its program."""
    table = folder / "sayso.parquet"
    for kind in ("csv", "jsonl", "parquet", "xlsx"):
        yield f"sayso export, {kind}", OURS.format(kind=kind, out=folder / f"sayso.{kind}")
    for kind in PAGE_OF_OTHERS:
        yield f"DuckDB, {kind}", DUCKDB.format(kind=kind, table=table, out=folder / f"duckdb.{kind}")
        yield f"pandas, {kind}", PANDAS.format(kind=kind, table=table, out=folder / f"pandas.{kind}")
    yield "sayso release", RELEASE.format(out=folder / "release")


def measured(work: str) -> tuple[float, float, int]:
    """Return the seconds on the clock, the seconds of the processor and the peak in megabytes of a piece of work.

    Raises CalledProcessError where it fails.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MEASURED.format(work=work)], capture_output=True, text=True, check=True, env=os.environ
    )
    seconds, processor, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, processor, peak


def main() -> None:
    """Measure everything and print a table."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sys.stdout.write("| what | seconds | of the processor | peak, MB |\n| --- | --- | --- | --- |\n")
    for what, work in works(folder):
        seconds, processor, peak = measured(work)
        sys.stdout.write(f"| {what} | {seconds:.0f} | {processor:.0f} | {peak} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
