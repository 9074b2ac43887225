"""How fast answers are exported, in how much memory, beside DuckDB's and pandas' own export of the same table.

    python -m docs.benchmarks.exports                       # a part of `make bench`, on 20,000 made-up people
    python -m docs.benchmarks.exports --responses 1000000
    python -m docs.benchmarks.exports --data trial --files written --only "sayso release"

Each export is a process of its own, and its peak is that of the process alone. DuckDB and pandas run in the environment of
the peers (`.venv-bench`) and begin with the table as it is in our Parquet file, not with the database's rows, and they guard
no cell, hash no file and write no codebook: they have the easier half of the work, and are there to see by.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docs.benchmarks.made_up import ROOT, made_up, parser_of, settings

PEERS = ROOT / ".venv-bench/bin/python"
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
assert main(["export", {shape}"--format", "{kind}", "--out", "{out}", "--overwrite", "--role", "lead",
             "--reason", "to measure it"]) == 0
"""
RELEASE = """
from bot.cli import main
assert main(["release", {step}, "--format", "{kind}", "--out", "{out}", "--role", "lead", "--reason", "to measure it"]) == 0
"""
DUCKDB = """
import duckdb
duckdb.sql("SET threads = 1")
duckdb.sql("COPY (SELECT * FROM '{table}') TO '{out}' (FORMAT {kind})")
"""
PANDAS = """
import pandas
table = pandas.read_parquet("{table}", dtype_backend="pyarrow")
table.{call}
"""
SHAPES = {"": "", " --long": '"--long", '}
FORMATS = ("csv", "jsonl", "parquet", "xlsx")
DUCKDB_KINDS = {"csv": "csv", "jsonl": "json", "parquet": "parquet"}
PANDAS_CALLS = {
    "csv": 'to_csv("{out}", index=False)',
    # It knows no way to write the days of pyarrow's tables as JSON, so they become text first.
    "jsonl": 'astype(dict.fromkeys(table.select_dtypes("date32[day][pyarrow]"), "string")).to_json'
    '("{out}", orient="records", lines=True)',
    "parquet": 'to_parquet("{out}", index=False)',
    "xlsx": 'to_excel("{out}", index=False)',
}


def works(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Give what is measured: what it is called, the Python that runs it, its program. Ours come first: the rest read our file."""
    ours, table = Path(sys.executable), folder / "sayso-parquet.parquet"
    for shape, name in SHAPES.items():
        for kind in FORMATS:
            out = folder / f"sayso{shape}-{kind}.{kind}"
            yield f"sayso export{shape}, {kind}", ours, OURS.format(shape=name, kind=kind, out=out)
    for number, kind in enumerate(FORMATS):
        step = '"again", "1"' if number else '"new"'
        yield f"sayso release, {kind}", ours, RELEASE.format(step=step, kind=kind, out=folder / f"release-{kind}")
    for kind, name in DUCKDB_KINDS.items():
        yield f"DuckDB, {kind}", PEERS, DUCKDB.format(kind=name, table=table, out=folder / f"duckdb.{kind}")
    for kind, call in PANDAS_CALLS.items():
        yield f"pandas, {kind}", PEERS, PANDAS.format(table=table, call=call.format(out=folder / f"pandas.{kind}"))


def measured(work: str, python: Path, data: Path, database: str) -> tuple[float, float, int]:
    """Return the seconds on the clock, the seconds of the processor and the peak in megabytes of a piece of work.

    Raises CalledProcessError where it fails.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [python, "-c", MEASURED.format(work=work)], capture_output=True, text=True, check=True, cwd=ROOT,
        env=settings(data, database),
    )  # fmt: skip
    seconds, processor, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, processor, peak


def main() -> int:
    """Measure everything and print a table; returns the exit code. What fails is said in its line."""
    parser = parser_of("exports", __doc__ or "")
    parser.add_argument("--only", default="", help="only what has this in its name, in the first column")
    parser.add_argument("--files", type=Path, help="a folder for what is written, which stays; else it goes")
    given = parser.parse_args()
    with made_up(given) as data, tempfile.TemporaryDirectory(prefix="sayso-bench-") as own:
        folder = given.files.resolve() if given.files else own
        sys.stdout.write("\nExports of made-up responses:\n\n")
        sys.stdout.write("| what | seconds | of the processor | peak, MB |\n|---|---:|---:|---:|\n")
        for what, python, work in works(Path(folder)):
            if given.only not in what:
                continue
            try:
                seconds, processor, peak = measured(work, python, data, given.database)
                sys.stdout.write(f"| {what} | {seconds:.1f} | {processor:.1f} | {peak} |\n")
            except subprocess.CalledProcessError as error:
                said = (error.stderr.strip().splitlines() or ["it failed"])[-1]
                sys.stdout.write(f"| {what} | not measured: {said[:120]} | | |\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
