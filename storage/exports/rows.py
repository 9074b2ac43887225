"""One response as the values of one row (wide), or of one row for each question (long)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from conversations.script import Section
from conversations.state import Consent
from storage.answer_languages import written_in
from storage.exports.columns import CONSENT_COLUMNS, CONSENTS, RESPONSE_COLUMNS
from storage.exports.responses import StoredAnswer, StoredResponse
from storage.exports.wordings import AskedQuestion, Wordings
from storage.theme_coding import said_by_half

BETWEEN_THEMES, NONE_FITS = "; ", "(none fits)"

Value = str | int | date | Sequence[str] | None
Values = Mapping[str, Value]


def wide_row(response: StoredResponse, wordings: Wordings) -> Values:
    """Return the values of a response's row, by column name."""
    values = about_response(response)
    for question in wordings.questions:
        values |= wide_answer(response, question, wordings)
    return values


def long_rows(response: StoredResponse, wordings: Wordings) -> Iterator[Values]:
    """Give a row for each question, asked or not, so that none of them is silently missing."""
    about = about_response(response)
    for question in wordings.questions:
        answer = response.answers.get(question.id)
        given = answer is not None and answer.given
        yield {
            **about,
            "question": question.id,
            "question_section": question.section,
            "question_status": question_status(response, question, wordings),
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


def about_response(response: StoredResponse) -> dict[str, Value]:
    """Return the values that both forms begin with."""
    stored = response.row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    own = {"id" if column.name == "response_id" else column.name: column.name for column in RESPONSE_COLUMNS}
    values: dict[str, Value] = {name: stored[key] for key, name in own.items()}
    for consent, column in zip(CONSENTS, CONSENT_COLUMNS, strict=True):
        agreed = response.consents.get(consent.value)
        values[column.name] = "no_choice" if agreed is None else "yes" if agreed else "no"
    return values


def wide_answer(response: StoredResponse, question: AskedQuestion, wordings: Wordings) -> dict[str, Value]:
    """Return the values of one question's columns."""
    answer = response.answers.get(question.id)
    values: dict[str, Value] = {f"{question.id}.status": question_status(response, question, wordings)}
    if answer is None or not answer.given:
        return values
    seen = wordings.version(answer.script_version)
    if question.chooses_one:
        values[f"{question.id}.option"] = " ".join(answer.options) or None
    if question.chooses_several:
        for option in question.options:
            offered = seen is None or seen.offers(question.id, option)
            values[f"{question.id}.option.{option}"] = int(option in answer.options) if offered else None
    if question.takes_words:
        values[f"{question.id}.words"] = words_of(answer)
        values[f"{question.id}.messages"] = len(answer.words)
        values |= {f"{question.id}.{name}": value for name, value in themes_of(answer).items()}
    return values


def question_status(response: StoredResponse, question: AskedQuestion, wordings: Wordings) -> str:
    """Return what became of a question: one of `columns.QUESTION_CODES`."""
    answer = response.answers.get(question.id)
    if answer is not None:
        return "answered" if answer.given else "skipped" if answer.skipped else "no_answer"
    version = wordings.version(response.row.script_version)
    if version is None:
        return "unknown"
    declined = response.consents.get(Consent.ABOUT_YOU.value) is False
    if question.section == Section.ABOUT_YOU.value and declined:
        return "not_asked"
    return "no_answer" if version.asks(question.id, response.row.audience, response.row.age_band) else "not_asked"


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
