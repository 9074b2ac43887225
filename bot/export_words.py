"""What is said of an export or a release once it is made: on the terminal, and in the text beside downloaded files."""

from collections.abc import Iterator, Sequence

from storage.exports.codebook import CSV_IN_SPREADSHEETS, WARNING
from storage.exports.exporting import ExportReport
from storage.exports.files import WrittenFile
from storage.exports.writing import Format
from storage.releases.codebooks import WARNING as READ_FIRST
from storage.releases.making import ReleaseReport

LEAST_WORDS, LONGEST_REASON = 2, 300
"""Words that a reason has at the least, since one is a label; and characters it has at the most."""


def reason_of(written: str) -> str:
    """Return why somebody takes a copy, as it is kept; nothing where it is no reason that anybody could check."""
    words = written.split()
    reason = " ".join(words)
    return reason if len(words) >= LEAST_WORDS and len(reason) <= LONGEST_REASON and reason.isprintable() else ""


def export_headline(report: ExportReport) -> str:
    """Return the line that says what was exported."""
    return (
        f"Exported {report.responses:,} responses of {report.engagement}: "
        f"{report.rows:,} rows, {report.columns} columns."
    )


def export_remarks(report: ExportReport, hint: str = "") -> Iterator[str]:
    """Give what is to be known of an export before it is used; `hint` is how those left out could be had."""
    if report.alone:
        yield (
            f"Alone: {report.alone:,} of them share day, event, audience and age band with nobody. Whoever saw who came "
            "can know whose they are: do not give them this file."
        )
    for status, count in report.left_out.items():
        yield f"Left out: {count:,} responses whose status is {status}{hint}."
    if report.filtered_out:
        yield f"Left out: {report.filtered_out:,} responses by the filters."
    for sentence in report.cut:
        yield f"Not whole: {sentence}. CSV, JSON Lines and Parquet hold everything."
    for version in report.missing_versions:
        yield f"The wording of script version {version} is not in the database: the codebook cannot show it."
    yield from _of_csv(report.files)
    yield WARNING


def release_headline(report: ReleaseReport) -> str:
    """Return the line that says what was released; its numbers are as they may be published."""
    release = report.release
    return (
        f"Release {release.number} of {release.engagement}, up to {release.until.isoformat()}: {report.people} people in "
        f"{report.combinations} combinations."
    )


def release_remarks(report: ReleaseReport) -> Iterator[str]:
    """Give what is to be known of a release before it is given away."""
    yield f"Nothing is told of {report.left_out} people; the words of {report.held_back} answers are held back (* is a small number)."
    yield from _of_csv(report.files)
    yield READ_FIRST


def _of_csv(files: Sequence[WrittenFile]) -> Iterator[str]:
    """Give what an analyst who opens the data file in a spreadsheet has to know. The data file comes first."""
    if files and files[0].path.suffix == f".{Format.CSV.value}":
        yield CSV_IN_SPREADSHEETS
