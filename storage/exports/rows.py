"""One response as the values of one row (wide), or of one row for each question (long)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Self

from conversations.script import Section
from conversations.state import Consent
from storage.answer_languages import written_in
from storage.exports.columns import CONSENT_COLUMNS, CONSENTS, RESPONSE_COLUMNS
from storage.exports.responses import StoredAnswer, StoredResponse
from storage.exports.wordings import AskedQuestion, ScriptVersion, Wordings
from storage.tables import ResponseRow
from storage.theme_coding import said_by_half

BETWEEN_THEMES, NONE_FITS = "; ", "(none fits)"
ABOUT_YOU = Consent.ABOUT_YOU.value
CONSENT_NAMES = tuple((consent.value, column.name) for consent, column in zip(CONSENTS, CONSENT_COLUMNS, strict=True))
OWN_NAMES = tuple(column.name for column in RESPONSE_COLUMNS)
OWN_VALUES = itemgetter(
    *(ResponseRow.__table__.columns.keys().index("id" if name == "response_id" else name) for name in OWN_NAMES)
)
"""Takes a response's own values from its row, which has the columns of the table in their order."""

Value = str | int | date | Sequence[str] | None
Values = Mapping[str, Value]


class Rows:
    """Makes rows of responses. What is the same for very many of them is worked out once: names of columns, and what a
    question without an answer means for people of one audience and age.
    """

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings
        self._wide = [_WideNames.of(question) for question in wordings.questions]
        self._unanswered: dict[tuple[object, ...], Mapping[str, str]] = {}

    def wide(self, response: StoredResponse) -> Values:
        """Return the values of a response's row, by column name."""
        values = about_response(response)
        unanswered = self._unanswered_of(response)
        for names in self._wide:
            answer = response.answers.get(names.question.id)
            if answer is None:
                values[names.status] = unanswered[names.question.id]
            else:
                values[names.status] = status_of(answer)
                if answer.given:
                    self._put_answer(values, names, answer)
        return values

    def long(self, response: StoredResponse) -> Iterator[Values]:
        """Give a row for each question, asked or not, so that none of them is silently missing."""
        about = about_response(response)
        unanswered = self._unanswered_of(response)
        for question in self._wordings.questions:
            answer = response.answers.get(question.id)
            given = answer is not None and answer.given
            yield {
                **about,
                "question": question.id,
                "question_section": question.section,
                "question_status": unanswered[question.id] if answer is None else status_of(answer),
                "options": answer.options if answer and given else None,
                "words": words_of(answer),
                "messages": len(answer.words) if answer and given else None,
                "answer_script_version": answer.script_version if answer else None,
                "answer_language": answer.language if answer else None,
                **language_written_in(answer),
                **translation_of(answer),
                "answered_on": answer.answered_on if answer else None,
                **themes_of(answer),
            }

    def _put_answer(self, values: dict[str, Value], names: "_WideNames", answer: StoredAnswer) -> None:
        question = names.question
        if question.chooses_one:
            values[names.option] = " ".join(answer.options) or None
        if question.chooses_several:
            seen = self._wordings.version(answer.script_version)
            for option, name in names.options:
                offered = seen is None or seen.offers(question.id, option)
                values[name] = int(option in answer.options) if offered else None
        if question.takes_words:
            values[names.words] = words_of(answer)
            values[names.messages] = len(answer.words)
            noted = language_written_in(answer) | themes_of(answer)
            noted["translation"] = translation_of(answer)["translation"]
            values |= {f"{question.id}.{name}": value for name, value in noted.items()}

    def _unanswered_of(self, response: StoredResponse) -> Mapping[str, str]:
        """Return, by question, what it means that somebody like this has no answer stored: one of `columns.QUESTION_CODES`."""
        row, declined = response.row, response.consents.get(ABOUT_YOU) is False
        like = (row.script_version, row.audience, row.age_band, declined)
        if like not in self._unanswered:
            version = self._wordings.version(row.script_version)
            self._unanswered[like] = {
                question.id: _without_answer(version, question, row.audience, row.age_band, declined=declined)
                for question in self._wordings.questions
            }
        return self._unanswered[like]


@dataclass(frozen=True, slots=True)
class _WideNames:
    """A question, and what its columns of the wide form are called."""

    question: AskedQuestion
    status: str
    option: str
    options: tuple[tuple[str, str], ...]
    words: str
    messages: str

    @classmethod
    def of(cls, question: AskedQuestion) -> Self:
        name = question.id
        options = tuple((option, f"{name}.option.{option}") for option in question.options)
        return cls(question, f"{name}.status", f"{name}.option", options, f"{name}.words", f"{name}.messages")


def about_response(response: StoredResponse) -> dict[str, Value]:
    """Return the values that both forms begin with."""
    values: dict[str, Value] = dict(zip(OWN_NAMES, OWN_VALUES(response.row), strict=True))
    for consent, column in CONSENT_NAMES:
        agreed = response.consents.get(consent)
        values[column] = "no_choice" if agreed is None else "yes" if agreed else "no"
    return values


def status_of(answer: StoredAnswer) -> str:
    """Return what became of a question that something is stored for: one of `columns.QUESTION_CODES`."""
    return "answered" if answer.given else "skipped" if answer.skipped else "no_answer"


def _without_answer(
    version: ScriptVersion | None, question: AskedQuestion, audience: str, age_band: str | None, *, declined: bool
) -> str:
    if version is None:
        return "unknown"
    if question.section == Section.ABOUT_YOU.value and declined:
        return "not_asked"
    return "no_answer" if version.asks(question.id, audience, age_band) else "not_asked"


def language_written_in(answer: StoredAnswer | None) -> dict[str, Value]:
    """Return the language that an answer's words are in and how that is known; nothing for an answer without words."""
    found = written_in(answer.detected, answer.language) if answer and answer.words else None
    return {"written_in": found.language if found else None, "written_in_how": found.how if found else None}


def themes_of(answer: StoredAnswer | None) -> dict[str, Value]:
    """Return what an answer is about and who says so; nothing for an answer that nobody has coded."""
    if answer is None or not answer.coding:
        return {"themes": None, "themes_by_coder": None}
    by_coder = {coder_label(coder): names for coder, names in sorted(answer.coding.items())}
    return {
        "themes": BETWEEN_THEMES.join(said_by_half(answer.coding)) or NONE_FITS,
        "themes_by_coder": json.dumps(by_coder, ensure_ascii=False),
    }


def coder_label(name: str) -> str:
    """Return what stands for the name of somebody who codes: the same in every export."""
    return f"coder-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def translation_of(answer: StoredAnswer | None) -> dict[str, Value]:
    """Return what staff translated of an answer and when; nothing where nobody did."""
    found = answer.translation if answer else None
    return {"translation": found.words if found else None, "translated_on": found.translated_on if found else None}


def words_of(answer: StoredAnswer | None) -> str | None:
    """Return an answer's messages joined by line breaks; None where there are none."""
    return "\n".join(answer.words) or None if answer else None
