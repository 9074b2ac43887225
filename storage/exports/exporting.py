"""One export, whole: a snapshot of the database becomes a data file and its codebooks, or nothing at all."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import ExportError
from storage.exports.codebook import HIDDEN, RESTRICTED, WARNING, Codebook, entries, question_entries
from storage.exports.codebook_files import write_csv, write_page
from storage.exports.columns import STATUS_CODES, long_columns, wide_columns
from storage.exports.files import Drafts, WrittenFile, drafts, refuse_targets
from storage.exports.filters import Filters, of_questions
from storage.exports.responses import Chosen, choose_engagement, count_by_status, read_responses
from storage.exports.row_writers import refuse_format, row_writer
from storage.exports.rows import Rows
from storage.exports.wordings import read_wordings
from storage.exports.writing import Format

Progress = Callable[[int, int], None]
"""Told now and then how many responses of how many are done."""

Note = Callable[[AsyncConnection, str], Awaitable[None]]
"""Stores, for the audit trail, that a data file with this SHA-256 was made."""

STATUSES = tuple(STATUS_CODES)
ENDED = ("finished", "stopped_kept")
"""The statuses exported unless others are asked for: who is still writing may yet erase it all."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export and where to. `engagement` may be None where there is only one. `reason` is why, for the codebook."""

    out: Path
    kind: Format
    day: date
    long: bool = False
    engagement: str | None = None
    statuses: tuple[str, ...] = ENDED
    filters: Filters = field(default_factory=Filters)
    reason: str = ""
    overwrite: bool = False

    @property
    def targets(self) -> tuple[Path, Path, Path]:
        """The data file, the CSV codebook and the codebook's page."""
        beside = [self.out.parent / f"{self.out.stem}-codebook.{end}" for end in ("csv", "html")]
        return self.out, beside[0], beside[1]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was exported. `left_out` counts responses by the statuses that were not asked for; `filtered_out` those that the
    filters left out, of whatever status. `cut` says what the format could not hold.

    `alone` counts those that no other shares its day, event, audience and age band with: whoever saw who came can know
    whose they are.
    """

    engagement: str
    responses: int
    rows: int
    alone: int
    columns: int
    files: tuple[WrittenFile, ...]
    left_out: Mapping[str, int]
    missing_versions: tuple[str, ...]
    filtered_out: int = 0
    cut: tuple[str, ...] = ()
    data_sha256: str = ""


async def export_responses(
    database: Database, request: ExportRequest, progress: Progress | None = None, note: Note | None = None
) -> ExportReport:
    """Export the responses asked for; return what was written. `note` is stored before any file has its name.

    Raises ExportError, saying what to do, and then no file is left, nor after any other error or Ctrl-C.
    """
    refuse_format(request.kind)
    refuse_targets(request.targets, overwrite=request.overwrite)
    with drafts() as begun:
        try:
            async with database.reading() as connection:
                report = await _export(connection, request, begun, progress)
        except (SQLAlchemyError, OSError) as error:
            raise ExportError(
                f"the database failed while it was read ({type(error).__name__}): see that it runs, then export again; "
                "no file was left"
            ) from error
        if note is not None:
            async with database.writing() as connection:
                await note(connection, report.data_sha256)
        return replace(report, files=tuple(begun.publish()))


async def _export(
    connection: AsyncConnection, request: ExportRequest, begun: Drafts, progress: Progress | None
) -> ExportReport:
    """Write the drafts; the report has no files yet, since none of them has its name before all is read."""
    engagement = await choose_engagement(connection, request.engagement)
    wordings = await read_wordings(connection, engagement)
    filtered = request.filters.condition(wordings)
    named = of_questions(wordings, request.filters.questions)
    wordings = replace(wordings, questions=tuple(asked for asked in wordings.questions if asked.id in named))
    everybody = await count_by_status(connection, engagement)
    counts = await count_by_status(connection, engagement, filtered)
    columns = long_columns() if request.long else wide_columns(wordings.questions)
    data, table, page = request.targets
    total = sum(counts.get(status, 0) for status in request.statuses)
    data_draft = begun.begin(data, request.kind.encoding)
    writer, made = row_writer(request.kind, data_draft, columns), Rows(wordings)
    responses = rows = 0
    told_alike: Counter[tuple[object, ...]] = Counter()
    only = named if request.filters.questions else None
    chosen = Chosen(engagement, frozenset(request.statuses), filtered, only, with_more=True)
    async for chunk in read_responses(connection, chosen):
        for response in chunk:
            for values in made.long(response) if request.long else (made.wide(response),):
                writer.write(values)
                rows += 1
            seen = response.row
            told_alike[seen.opened_on, seen.entry_code, seen.audience, seen.age_band] += 1
        responses += len(chunk)
        if progress:
            progress(responses, total)
    cut = tuple(writer.finish())
    left_out = {status: count for status, count in sorted(counts.items()) if status not in request.statuses}
    filtered_out = sum(everybody.values()) - sum(counts.values())
    book = Codebook(
        engagement=engagement,
        title=wordings.versions[0].wording["title"] if wordings.versions else "",
        kind=RESTRICTED,
        reason=request.reason,
        data_file=data.name,
        data_sha256=data_draft.finish(),
        form="response and question" if request.long else "response",
        exported_on=request.day,
        responses=responses,
        rows=rows,
        statuses=request.statuses,
        left_out=left_out,
        filters=tuple(request.filters.facts()),
        filtered_out=filtered_out,
        hidden=(*HIDDEN, *cut),
        versions=wordings.versions,
        missing_versions=wordings.missing,
        warning=WARNING,
        more_facts=(),
        entries=entries(columns, wordings),
        questions=question_entries(columns, wordings),
    )
    write_csv(book, begun.begin(table, Format.CSV.encoding))
    write_page(book, begun.begin(page))
    alone = sum(together == 1 for together in told_alike.values())
    return ExportReport(
        engagement=engagement,
        responses=responses,
        rows=rows,
        alone=alone,
        columns=len(columns),
        files=(),
        left_out=left_out,
        missing_versions=wordings.missing,
        filtered_out=filtered_out,
        cut=cut,
        data_sha256=book.data_sha256,
    )
