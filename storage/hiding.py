"""Hides words by hand that redaction missed: a placeholder takes their place for good.

The message that held them is deleted and stored anew, so that wiping takes the words out of the files as well. A translation
of such an answer goes, and has to be made anew. Backups
made before still hold them: a mark is noted as for an answer that was taken out, so restoring such a backup leaves the
whole answer out. Nobody can mend it there without knowing the words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.redaction.by_hand import take_out
from storage.answer_translations import drop_translation, translations_of
from storage.deletions import Deleted, note_deletions
from storage.erasures import note_taken_out
from storage.tables import AnswerMessage, ReleasedRow, ReleaseRow, ResponseRow

OPEN = "open"


@dataclass(frozen=True, slots=True, repr=False)
class Hidden:
    """What hiding does to one answer: its messages as they then are, in how many places, and how many in other answers."""

    messages: tuple[str, ...]
    here: int
    elsewhere: int


async def try_hiding(
    connection: AsyncConnection, response_id: str, question_id: str, phrases: Sequence[str], kind: str
) -> Hidden:
    """Return what hiding words in all answers of a response would do, and change nothing."""
    changed = await _changed(connection, response_id, phrases, kind)
    messages = tuple(text for question, _, text, _ in changed if question == question_id)
    here = sum(number for question, _, _, number in changed if question == question_id)
    return Hidden(messages, here, sum(number for *_, number in changed) - here)


async def hide_words(
    connection: AsyncConnection, response_id: str, phrases: Sequence[str], kind: str, day: date
) -> int:
    """Hide words in every answer of a response whose talk has ended; return in how many places, 0 where they are in none.

    `kind` is what stands between the brackets, one of `conversations.redaction.by_hand.KINDS`. There is no way back.
    """
    changed: Counter[str] = Counter()
    messages = 0
    for question_id, number, text, places in await _changed(connection, response_id, phrases, kind):
        if not places:
            continue
        gone = await connection.execute(
            delete(AnswerMessage).where(
                AnswerMessage.response_id == response_id,
                AnswerMessage.question_id == question_id,
                AnswerMessage.number == number,
            )
        )
        if gone.rowcount:  # else its writer took it out just now, and it must not come back
            stored = {"response_id": response_id, "question_id": question_id, "number": number, "words": text}
            await connection.execute(insert(AnswerMessage).values(**stored))
            changed[question_id] += places
            messages += 1
    for (_, question_id), translation in (await translations_of(connection, [response_id])).items():
        # A translation may hold the words in English, where nothing could find them: it has to be made anew.
        if changed and (question_id in changed or take_out(translation.words, phrases, kind)[1]):
            await drop_translation(connection, response_id, question_id)
    for question_id in changed:
        await note_taken_out(connection, response_id, question_id, day)
    await note_deletions(connection, {Deleted.HIDDEN: messages}, day)
    return changed.total()


async def release_with(connection: AsyncConnection, response_id: str) -> int | None:
    """Return the number of the whole release that a response is in, None where it is in none."""
    return await connection.scalar(
        select(ReleasedRow.release).where(
            ReleasedRow.response_id == response_id,
            exists().where(ReleaseRow.number == ReleasedRow.release, ReleaseRow.content_hash.is_not(None)),
        )
    )


async def _changed(
    connection: AsyncConnection, response_id: str, phrases: Sequence[str], kind: str
) -> list[tuple[str, int, str, int]]:
    """Return every message of a response as it would be: question, number, text, and how many places were hidden."""
    messages = await connection.execute(
        select(AnswerMessage.question_id, AnswerMessage.number, AnswerMessage.words)
        .join(ResponseRow, ResponseRow.id == AnswerMessage.response_id)
        .where(AnswerMessage.response_id == response_id, ResponseRow.status != OPEN)
        .order_by(AnswerMessage.question_id, AnswerMessage.number)
    )
    return [(question, number, *take_out(words, phrases, kind)) for question, number, words in messages]
