"""Which columns an export has, what they are called and what they hold. Names never change their meaning.

A question's columns begin with its id and a dot, which no id can hold, so no two columns can have one name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType

from conversations.people import Channel
from conversations.state import Consent
from storage.exports.wordings import AskedQuestion

NO_CODES: Mapping[str, str] = MappingProxyType({})

STATUS_CODES = {
    "finished": "went through to the end",
    "stopped_kept": "stopped before the end and chose to keep what they wrote",
    "open": "has not ended: they are still writing, or left without a word; they may still erase it",
}
QUESTION_CODES = {
    "answered": "gave words or chose something, which may be 'rather not say' (code not_said)",
    "skipped": "saw the question and chose to skip it",
    "no_answer": "the question is for them, but they stopped or left before giving an answer or skipping",
    "not_asked": "the question is not for this audience or age, was not in their version, or they declined 'about you'",
    "unknown": "nothing is stored, and the wording of their version is not either, so it cannot be told",
}
WRITTEN_IN_CODES = {
    "detected": "told from the words, by a program: it can be wrong, most of all where they are few",
    "chosen": "the language of the talk, since the words are few or told nothing, or the talk had not ended",
}
CONSENT_CODES = {
    "yes": "agreed",
    "no": "did not agree",
    "no_choice": "no choice is stored: it was not asked of them, or they left before choosing; count it as no",
}
CHANNEL_CODES = {
    Channel.WEB.value: "the web chat",
    Channel.TELEGRAM.value: "Telegram",
    Channel.TERMINAL.value: "a terminal, for trying it out",
    Channel.PAPER.value: "a printed sheet, typed in by staff",
}
CHOSEN_CODES = {"1": "chosen", "0": "not chosen"}
CONSENTS = {
    Consent.TAKE_PART: "to take part",
    Consent.QUOTES: "that their words may be quoted in reports",
    Consent.ABOUT_YOU: "to be asked questions about themselves",
    Consent.PERMISSION: "for young ages: said that a trusted grown-up knows of it and is happy with it",
}


class Holds(Enum):
    """What kind of value a column has, for the formats that tell them apart."""

    TEXT = auto()
    DAY = auto()
    NUMBER = auto()
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, the fixed codes it may hold, and the question and option it is about."""

    name: str
    holds: str
    codes: Mapping[str, str] = field(default_factory=lambda: NO_CODES)
    question: str = ""
    option: str = ""
    kind: Holds = Holds.TEXT


RESPONSE_COLUMNS = (
    Column("response_id", "a random id of this response, 32 letters and digits (text, not a number)"),
    Column("engagement", "which engagement's questions these are"),
    Column("script_version", "version of the questions when the response was opened"),
    Column("channel", "the door they came through", CHANNEL_CODES),
    Column("entry_code", "code of the link they came by; empty where it had none"),
    Column("audience", "who they said they are"),
    Column("age_band", "the age band they gave; empty where their age is not asked"),
    Column("language", "language of the talk: when it ended, or when it was opened while it is still open"),
    Column("status", "how the talk ended", STATUS_CODES),
    Column("opened_on", "day they agreed to take part, as YYYY-MM-DD", kind=Holds.DAY),
    Column("closed_on", "day it ended, as YYYY-MM-DD; empty while it is open", kind=Holds.DAY),
)
CONSENT_COLUMNS = tuple(
    Column(f"consent_{consent.value}", f"consent {purpose}", CONSENT_CODES) for consent, purpose in CONSENTS.items()
)
THEMES = (
    "names of the themes that at least half of those who coded the answer gave it, separated by '; '; "
    "'(none fits)' where it is coded and none was; empty where it is not coded"
)
THEMES_BY_CODER = "who gave which themes, as JSON: a list of names for each coder; coders are told apart and not named"
WRITTEN_IN = "language that the words are in (ISO 639); what is not yours needs a translator"
WRITTEN_IN_HOW = "how that is known"
TRANSLATION = "what the words say in English, typed in by staff; empty where nobody translated them"
LONG_COLUMNS = (
    Column("question", "id of the question that this row is about"),
    Column("question_section", "main for the key questions, about_you for those about the person"),
    Column("question_status", "what became of the question", QUESTION_CODES),
    Column(
        "options",
        "ids of the options chosen: a list in JSON Lines and Parquet, separated by spaces elsewhere",
        kind=Holds.LIST,
    ),
    Column("words", "what they wrote, their messages joined by line breaks"),
    Column("messages", "how many messages that was; 0 for an answer without words", kind=Holds.NUMBER),
    Column("answer_script_version", "version of the question that was on their screen"),
    Column("answer_language", "language of the talk when they answered"),
    Column("written_in", WRITTEN_IN),
    Column("written_in_how", WRITTEN_IN_HOW, WRITTEN_IN_CODES),
    Column("translation", TRANSLATION),
    Column("translated_on", "day that was typed in or corrected, as YYYY-MM-DD", kind=Holds.DAY),
    Column("answered_on", "day of the last change to the answer, as YYYY-MM-DD", kind=Holds.DAY),
    Column("themes", THEMES),
    Column("themes_by_coder", THEMES_BY_CODER),
)
QUESTION_COLUMNS = (
    Column("QUESTION.status", "what became of the question", QUESTION_CODES),
    Column("QUESTION.option", "id of the option chosen (choose one, or a scale); empty unless answered"),
    Column(
        "QUESTION.option.OPTION",
        "choose several: whether this one was chosen; empty unless answered",
        CHOSEN_CODES,
        kind=Holds.NUMBER,
    ),
    Column("QUESTION.words", "what they wrote, their messages joined by line breaks; empty unless answered"),
    Column(
        "QUESTION.messages",
        "how many messages that was; 0 for an answer without words, empty unless answered",
        kind=Holds.NUMBER,
    ),
    Column("QUESTION.written_in", WRITTEN_IN),
    Column("QUESTION.written_in_how", WRITTEN_IN_HOW, WRITTEN_IN_CODES),
    Column("QUESTION.translation", TRANSLATION),
    Column("QUESTION.themes", THEMES),
    Column("QUESTION.themes_by_coder", THEMES_BY_CODER),
)
"""The columns that a question of the wide form can have; it has those that its kind needs."""


def wide_columns(questions: Iterable[AskedQuestion]) -> tuple[Column, ...]:
    """Return the columns of the form with one row for each response."""
    asked = (column for question in questions for column in question_columns(question))
    return (*RESPONSE_COLUMNS, *CONSENT_COLUMNS, *asked)


def long_columns() -> tuple[Column, ...]:
    """Return the columns of the form with one row for each response and question."""
    return (*RESPONSE_COLUMNS, *CONSENT_COLUMNS, *LONG_COLUMNS)


def question_columns(question: AskedQuestion) -> tuple[Column, ...]:
    """Return one question's columns in the wide form: those that any version of it in the data needs."""
    status, option, chosen, *written = QUESTION_COLUMNS
    columns = [status]
    if question.chooses_one:
        columns.append(option)
    named = [_named(column, question.id) for column in columns]
    if question.chooses_several:
        named += [_named(chosen, question.id, option_id) for option_id in question.options]
    if question.takes_words:
        named += [_named(column, question.id) for column in written]
    return tuple(named)


def columns_table() -> str:
    """Return the README's table of columns, one row each: name, in which form, what it holds."""
    groups = (
        ("both", (*RESPONSE_COLUMNS, *CONSENT_COLUMNS)),
        ("wide", QUESTION_COLUMNS),
        ("long (`--long`)", LONG_COLUMNS),
    )
    lines = ["| column | form | what it holds |", "| --- | --- | --- |"]
    for form, columns in groups:
        for column in columns:
            codes = "; ".join(f"`{code}` {meaning}" for code, meaning in column.codes.items())
            lines.append(f"| `{column.name}` | {form} | {column.holds}{': ' + codes if codes else ''} |")
    return "\n".join(lines)


def _named(column: Column, question_id: str, option_id: str = "") -> Column:
    name = column.name.replace("QUESTION", question_id).replace("OPTION", option_id)
    return Column(name, column.holds, column.codes, question_id, option_id, column.kind)
