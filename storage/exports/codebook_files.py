"""Writes the two codebooks: CSV for programs, and a page for people.

The page is HTML and not Markdown: it opens with a double click on any office computer, prints, shows languages that are
read from right to left as they should be, and holds wordings with line breaks inside tables.
"""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from storage.exports.cells import guarded
from storage.exports.codebook import CSV_IN_SPREADSHEETS, Code, Codebook
from storage.exports.columns import QUESTION_CODES
from storage.exports.texts import QuotedText
from storage.exports.writing import Sink

_PAGES = Environment(
    loader=PackageLoader("storage.exports", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the CSV codebook.

    `entry` says what it explains: `about` the file, a `column`, a `code` of a column, an `option` of a question, a `note`
    by the question's writers, or a `wording`, which is the text on people's screens.
    """

    entry: str
    column: str = ""
    question: str = ""
    code: str = ""
    text: str = ""
    outside_code: str = ""
    for_whom: str = ""
    language: str = ""
    script_versions: str = ""
    text_key: str = ""


def write_csv(codebook: Codebook, sink: Sink) -> None:
    """Write the codebook as CSV, one fact a line, no cell a formula."""
    lines = csv.writer(sink)
    lines.writerow(Line.__dataclass_fields__)
    for line in lines_of(codebook):
        lines.writerow([guarded(value) for value in asdict(line).values()])


def write_page(codebook: Codebook, sink: Sink) -> None:
    """Write the codebook as one HTML page that needs nothing beside it."""
    page = _PAGES.get_template("codebook.html")
    for part in page.generate(book=codebook, question_codes=QUESTION_CODES, in_spreadsheets=CSV_IN_SPREADSHEETS):
        sink.write(part)


def lines_of(codebook: Codebook) -> Iterator[Line]:
    """Give the lines of the CSV codebook."""
    yield from (Line("about", code=name, text=text) for name, text in facts(codebook))
    for entry in codebook.entries:
        column, question = entry.column.name, entry.column.question
        yield Line("column", column, question, text=entry.column.holds)
        for code in entry.codes:
            yield from _code_lines("code", column, question, code)
        yield from (_wording(text, column, question) for text in entry.texts)
    for asked in codebook.questions:
        yield from (_wording(text, question=asked.id) for text in asked.texts)
        yield from (Line("note", question=asked.id, text=note) for note in asked.notes)
        for option in asked.options:
            yield from _code_lines("option", "", asked.id, option)


def facts(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Give what is to be known of the data file as a whole."""
    yield "warning", codebook.warning
    yield "engagement", codebook.engagement
    yield "title", codebook.title
    yield "kind", codebook.kind
    if codebook.reason:
        yield "reason", codebook.reason
    yield "data_file", codebook.data_file
    yield "data_sha256", codebook.data_sha256
    yield "form", codebook.form
    yield "exported_on", codebook.exported_on.isoformat()
    yield "responses", str(codebook.responses)
    yield "rows", str(codebook.rows)
    yield "statuses", " ".join(codebook.statuses)
    for status, count in codebook.left_out.items():
        yield f"left_out.{status}", str(count)
    for name, wanted in codebook.filters:
        yield f"filter.{name}", wanted
    if codebook.filters:
        yield "left_out.by_filters", str(codebook.filtered_out)
    yield from codebook.more_facts
    for sentence in codebook.hidden:
        yield "hidden", sentence
    for version in codebook.versions:
        yield "script_version", f"{version.version}, in use from {version.first_used_on.isoformat()}"
    for name in codebook.missing_versions:
        yield "script_version", f"{name}, whose wording is not in the database"
    yield (
        "apostrophe",
        "in CSV a cell that could be a formula begins with an extra apostrophe; the other formats have none",
    )
    yield "csv_in_spreadsheets", CSV_IN_SPREADSHEETS


def _code_lines(entry: str, column: str, question: str, code: Code) -> Iterator[Line]:
    if code.meaning or not code.labels:
        yield Line(entry, column, question, code.code, code.meaning, code.outside_code)
    for label in code.labels:
        yield Line(
            entry,
            column,
            question,
            code.code,
            label.text,
            code.outside_code,
            label.for_whom,
            label.language,
            " ".join(label.versions),
            label.key,
        )


def _wording(text: QuotedText, column: str = "", question: str = "") -> Line:
    return Line(
        "wording",
        column,
        question,
        text=text.text,
        for_whom=text.for_whom,
        language=text.language,
        script_versions=" ".join(text.versions),
        text_key=text.key,
    )
