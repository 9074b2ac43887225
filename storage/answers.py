"""Writes one answer: its outline, and its messages one after the other; and reads the messages again."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from sqlalchemy import Insert, Select, String, Text, func, insert, literal, select

from storage.prepared import AnyConnection, Prepared, given, rows, run
from storage.tables import AnswerMessage, AnswerRow, HeldMessage

Messages = type[AnswerMessage] | type[HeldMessage]


def _put(dialect: ModuleType, *changed: str) -> Insert:
    names = ("response_id", "question_id", "script_version", "language", "skipped", "answered_on", "options")
    statement = dialect.insert(AnswerRow).values({name: given(name) for name in names})
    put: Insert = statement.on_conflict_do_update(
        index_elements=[AnswerRow.response_id, AnswerRow.question_id],
        set_={name: statement.excluded[name] for name in changed},
    )
    return put


def _add(table: Messages) -> Insert:
    last = (
        select(func.coalesce(func.max(table.number), literal(0)) + 1)
        .where(table.response_id == given("response_id"), table.question_id == given("question_id"))
        .scalar_subquery()
    )
    message = select(given("response_id", String()), given("question_id", String()), last, given("words", Text()))
    return insert(table).from_select(["response_id", "question_id", "number", "words"], message)


def _messages(table: Messages) -> Select[Any]:
    return (
        select(table.words)
        .where(table.response_id == given("response_id"), table.question_id == given("question_id"))
        .order_by(table.number)
    )


OUTLINE = ("script_version", "language", "skipped", "answered_on")
PUT_OUTLINE = Prepared(lambda dialect: _put(dialect, *OUTLINE))
PUT_OPTIONS = Prepared(lambda dialect: _put(dialect, *OUTLINE, "options"))
ADD = {
    AnswerMessage: Prepared(lambda _: _add(AnswerMessage)),
    HeldMessage: Prepared(lambda _: _add(HeldMessage)),
}
READ = {
    AnswerMessage: Prepared(lambda _: _messages(AnswerMessage)),
    HeldMessage: Prepared(lambda _: _messages(HeldMessage)),
}


async def put_answer(
    connection: AnyConnection, response_id: str, question_id: str, outline: Mapping[str, Any], *options: list[str]
) -> None:
    """Store an answer's outline (script_version, language, skipped, answered_on); options not given stay as they are."""
    values = {**outline, "response_id": response_id, "question_id": question_id}
    if options:
        await run(connection, PUT_OPTIONS, {**values, "options": options[0]})
    else:
        await run(connection, PUT_OUTLINE, {**values, "options": []})


async def add_message(
    connection: AnyConnection, response_id: str, question_id: str, words: str, table: Messages = AnswerMessage
) -> None:
    """Add one message at the end of an answer, or of those held for it."""
    await run(connection, ADD[table], {"response_id": response_id, "question_id": question_id, "words": words})


async def answer_messages(
    connection: AnyConnection, response_id: str, question_id: str, table: Messages = AnswerMessage
) -> tuple[str, ...]:
    """Return the messages of an answer so far, or those held for it, in order."""
    found = await rows(connection, READ[table], {"response_id": response_id, "question_id": question_id})
    return tuple(words for (words,) in found)


async def messages_so_far(connection: AnyConnection, response_id: str, question_id: str) -> tuple[str, ...]:
    """Return what was written to a question until now, what is held for it last."""
    written = await answer_messages(connection, response_id, question_id)
    return (*written, *await answer_messages(connection, response_id, question_id, HeldMessage))
