"""Takes what somebody gave away for good, and counts it for the log of deletions."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete

from storage.deletions import Deleted
from storage.erasures import note_erased, note_taken_out
from storage.prepared import AnyConnection, Prepared, given, run
from storage.tables import AnswerMessage, AnswerRow, HeldMessage, ResponseRow

OF_RESPONSE = HeldMessage.response_id == given("response_id")
CLEAR_MESSAGES = Prepared(
    lambda _: delete(AnswerMessage).where(
        AnswerMessage.response_id == given("response_id"), AnswerMessage.question_id == given("question_id")
    )
)
CLEAR_OUTLINE = Prepared(
    lambda _: delete(AnswerRow).where(
        AnswerRow.response_id == given("response_id"), AnswerRow.question_id == given("question_id")
    )
)
DROP_HELD = Prepared(lambda _: delete(HeldMessage).where(OF_RESPONSE, HeldMessage.question_id == given("question_id")))
DROP_ALL_HELD = Prepared(lambda _: delete(HeldMessage).where(OF_RESPONSE))
ERASE = Prepared(lambda _: delete(ResponseRow).where(ResponseRow.id == given("response_id")))


async def clear_answer(
    connection: AnyConnection, response_id: str, question_id: str, gone: Counter[Deleted], day: date
) -> None:
    """Take away everything given to one question, and note that no backup may bring it back. `gone` counts what went."""
    before = gone[Deleted.TAKEN_BACK]
    which = {"response_id": response_id, "question_id": question_id}
    await remove(connection, CLEAR_MESSAGES, which, Deleted.TAKEN_BACK, gone)
    await remove(connection, DROP_HELD, which, Deleted.HELD, gone)
    if await run(connection, CLEAR_OUTLINE, which) or gone[Deleted.TAKEN_BACK] > before:
        await note_taken_out(connection, response_id, question_id, day)


async def drop_held(
    connection: AnyConnection, response_id: str, gone: Counter[Deleted], question_id: str | None = None
) -> None:
    """Take away the words that were only held: those for one question, or all."""
    if question_id is None:
        await remove(connection, DROP_ALL_HELD, {"response_id": response_id}, Deleted.HELD, gone)
    else:
        which = {"response_id": response_id, "question_id": question_id}
        await remove(connection, DROP_HELD, which, Deleted.HELD, gone)


async def erase_response(connection: AnyConnection, response_id: str, gone: Counter[Deleted], day: date) -> None:
    """Take away a response with everything that belongs to it, and note that no backup may bring it back."""
    await remove(connection, ERASE, {"response_id": response_id}, Deleted.ERASED, gone)
    await note_erased(connection, response_id, day)


async def remove(
    connection: AnyConnection, rows: Prepared, which: Mapping[str, Any], kind: Deleted, gone: Counter[Deleted]
) -> None:
    """Delete rows for good and count them."""
    gone[kind] += await run(connection, rows, which)
