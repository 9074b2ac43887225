"""What the codebooks say: every column, every code with its label, and every wording that people answered under."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conversations.people import AgeBand, Audience
from conversations.state import Consent
from storage.exports.columns import Column
from storage.exports.texts import QuotedText, quoted
from storage.exports.wordings import AskedQuestion, ScriptVersion, Wordings

WARNING = "Words may still hold names: keep this file restricted."

CSV_IN_SPREADSHEETS = (
    "A spreadsheet that opens CSV with a double click takes what looks like a number or a day for one: 0123 becomes 123, a "
    "long number loses its last digits, and an id such as 12...1e10 becomes another value. Export XLSX for spreadsheets, or "
    "import the CSV with every column as text; in pandas read_csv(..., dtype=str, keep_default_na=False)."
)
"""What LibreOffice, Excel and pandas make of plain CSV, tried with LibreOffice and pandas. The file holds what was written."""

RESTRICTED = "restricted"
"""The kind of export that holds every response; `sayso release` makes what may be shared."""

HIDDEN = (
    "names and numbers that were noticed in what people wrote were taken out before it was stored",
    "words that set off help are only there where their writer chose to keep them",
    "ages are bands and times are days: nothing finer was ever stored",
    "no number is hidden or rounded: single people can be told by it, so it is for those alone who may see every response",
)
"""What is not in a restricted export, and why."""

CONSENT_TEXTS: Mapping[str, tuple[str, ...]] = {
    f"consent_{Consent.TAKE_PART.value}": (
        "consent.kept",
        "consent.readers",
        "ask.check",
        "ask.take_part",
        "choice.take_part.yes",
        "choice.take_part.no",
    ),
    f"consent_{Consent.QUOTES.value}": ("ask.quotes", "choice.quotes.yes", "choice.quotes.no"),
    f"consent_{Consent.ABOUT_YOU.value}": ("ask.about_you", "choice.about_you.yes", "choice.about_you.no"),
    f"consent_{Consent.PERMISSION.value}": (
        "ask.together",
        "choice.together.yes",
        "ask.permission",
        "choice.permission.yes",
        "ask.permission_age_unknown",
        "choice.permission_age_unknown.yes",
    ),
}
"""The texts that were on the screen for each consent: what was said before, what was asked, what could be pressed."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: what it means, its labels as people saw them, and its code outside Sayso (of the ONS, say)."""

    code: str
    meaning: str
    outside_code: str = ""
    labels: tuple[QuotedText, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One column with all that there is to know of it."""

    column: Column
    codes: tuple[Code, ...] = ()
    texts: tuple[QuotedText, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question: its wordings, its notes, its options, the names of its columns (none in the long form)."""

    id: str
    section: str
    texts: tuple[QuotedText, ...]
    notes: tuple[str, ...]
    options: tuple[Code, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """Everything that explains one data file. `left_out` counts the responses of statuses that were not asked for,
    `filtered_out` those that the filters left out. In what may be shared `responses` is a rounded number.
    """

    engagement: str
    title: str
    kind: str
    reason: str
    data_file: str
    data_sha256: str
    form: str
    exported_on: date
    responses: int | str
    rows: int
    statuses: tuple[str, ...]
    left_out: Mapping[str, int]
    filters: tuple[tuple[str, str], ...]
    filtered_out: int
    hidden: tuple[str, ...]
    versions: tuple[ScriptVersion, ...]
    missing_versions: tuple[str, ...]
    warning: str
    more_facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    questions: tuple[QuestionEntry, ...]


def entries(columns: Sequence[Column], wordings: Wordings) -> tuple[Entry, ...]:
    """Return every column with its codes and the texts behind it."""
    return tuple(
        Entry(
            column,
            tuple(codes_of(column, wordings)),
            tuple(text for key in CONSENT_TEXTS.get(column.name, ()) for text in quoted(wordings.versions, key)),
        )
        for column in columns
    )


def codes_of(column: Column, wordings: Wordings) -> Iterator[Code]:
    """Give the codes that a column may hold."""
    versions = wordings.versions
    if column.name == "audience":
        yield from (Code(item.value, "", labels=quoted(versions, f"audience.{item.value}")) for item in Audience)
    elif column.name == "age_band":
        yield from (Code(item.value, "", labels=quoted(versions, f"age_band.{item.value}")) for item in AgeBand)
    elif column.name == "language":
        yield from (Code(code, name) for code, name in language_names(versions).items())
    elif column.option:
        yield Code("1", "chosen", *_option_facts(wordings, column.question, column.option))
        yield Code("0", "not chosen")
    elif column.question and column.name == f"{column.question}.option":
        asked = next(question for question in wordings.questions if question.id == column.question)
        yield from options_of(wordings, asked)
    else:
        yield from (Code(code, meaning) for code, meaning in column.codes.items())


def question_entries(columns: Sequence[Column], wordings: Wordings) -> tuple[QuestionEntry, ...]:
    """Return every question with its wordings, in the order of the columns."""
    return tuple(
        QuestionEntry(
            id=question.id,
            section=question.section,
            texts=quoted(wordings.versions, f"question.{question.id}"),
            notes=notes_of(wordings, question),
            options=options_of(wordings, question),
            columns=tuple(column.name for column in columns if column.question == question.id),
        )
        for question in wordings.questions
    )


def options_of(wordings: Wordings, question: AskedQuestion) -> tuple[Code, ...]:
    """Return a question's options with their outside codes and labels."""
    return tuple(Code(option, "", *_option_facts(wordings, question.id, option)) for option in question.options)


def notes_of(wordings: Wordings, question: AskedQuestion) -> tuple[str, ...]:
    """Return what the script's writers noted about a question, such as which standard it follows."""
    forms = (version.questions.get(question.id, {}) for version in wordings.versions)
    return tuple(dict.fromkeys(form["note"] for form in forms if form.get("note")))


def language_names(versions: Sequence[ScriptVersion]) -> dict[str, str]:
    """Return the languages by their codes, each by its own name for itself."""
    names: dict[str, str] = {}
    for version in versions:
        for code, wording in version.wording["languages"].items():
            names.setdefault(code, wording["name"])
    return names


def _option_facts(wordings: Wordings, question_id: str, option_id: str) -> tuple[str, tuple[QuotedText, ...]]:
    outside = dict.fromkeys(
        option["code"]
        for version in wordings.versions
        for option in version.questions.get(question_id, {"options": ()})["options"]
        if option["id"] == option_id and option["code"]
    )
    return " ".join(outside), quoted(wordings.versions, f"option.{question_id}.{option_id}")
