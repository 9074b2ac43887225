"""What is looked at before 'You said, we did' goes out: who could be named, who is quoted, how few said it, how it reads.

A rule refuses, with what to do. Everything else is a warning, which whoever publishes has to say that they looked at:
no program knows every name.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.quoting import quoted_run
from conversations.reading_age import Target, measure, too_hard
from conversations.redaction import redact
from conversations.staff_texts import StaffTexts
from conversations.you_said import YouSaid
from storage.we_did import WeDid, people_who_said, words_not_to_quote

EVERYBODY = Target(age=9, sentence_words=20)
"""What a public text should ask of its readers: nobody's age is known there."""


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """One thing to look at: what it is, and the words with what was found marked in them, where that helps."""

    text: str
    marked: str = ""


def warnings_of(says: YouSaid, texts: StaffTexts) -> Sequence[ToLookAt]:
    """Return what whoever publishes should look at once more."""
    found: list[ToLookAt] = []
    for words in (says.you_said, says.words):
        redacted = redact(words)
        if redacted.found:
            found.append(ToLookAt(texts.say("we_did.names_somebody"), redacted.text))
    for words in (says.you_said, says.words):
        found += [
            ToLookAt(texts.say("we_did.hard_to_read", why=why), words) for why in too_hard(measure(words), EVERYBODY)
        ]
    return found


async def refusal(connection: AsyncConnection, entry: WeDid, threshold: int, texts: StaffTexts) -> str:
    """Return why something must not be published, and what to do; nothing where it may be.

    `threshold` is the largest number of people that counts as too few.
    """
    if not entry.themes:
        return texts.say("we_did.no_themes")
    if await people_who_said(connection, entry.themes) <= threshold:
        return texts.say("we_did.too_few", number=threshold + 1)
    private = await words_not_to_quote(connection, entry.themes)
    for words in (entry.says.you_said, entry.says.words):
        # Beside the loop: there may be thousands of answers to compare with.
        if quoted := await asyncio.to_thread(quoted_run, words, private):
            return texts.say("we_did.quotes", words=quoted)
    return ""
