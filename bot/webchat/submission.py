"""Reads what the form sent: which of the things a person can do it was, and the words in the box."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from conversations.inbound import (
    Command,
    CommandGiven,
    Inbound,
    Picked,
    Started,
    Typed,
    Unsupported,
    UnsupportedKind,
    command_option,
)
from conversations.prompts import LANGUAGE_ITEM

BODY_LIMIT = 64 * 1024
"""Bytes of one form. The longest message allowed fits in any script, since the form is sent as multipart."""

BODY_SECONDS = 30.0
"""Seconds that one form may take to arrive: one that comes byte by byte must not hold a connection for ever."""

PICK_SEPARATOR = ":"


@dataclass(frozen=True, slots=True, repr=False)
class Submission:
    """One form, read: what to take in order, each with an id of its own, and the words that were in the box.

    `page_id` is the id of the page it was sent from, `pick` the button's value where one was pressed.
    `words_taken` says that the words are among what is to be taken; where they are not they must go back into the box.
    `asked` says that they were asked before about something in their words that would be taken out, and sent them on.
    `receipt` is what the page that shows a talk's last words shows as its receipt: nothing else could show it again; `helped` says that it shows where to get help.
    `uncovers` says that they come back to a talk that they left at once, `after_end` that the page it was sent from
    shows a talk's last words. There is nothing to take where they only come back.
    """

    page_id: str
    inbounds: tuple[tuple[str, Inbound], ...]
    words: str
    words_taken: bool
    start_again: bool
    pick: str
    uncovers: bool = False
    after_end: bool = False
    asked: bool = False
    receipt: str = ""
    helped: bool = False

    @property
    def under_last_words(self) -> bool:
        """Whether this was done under a talk's last words, and is no more than what can be done there."""
        return self.after_end and (self.words_taken or self.about_language)

    @property
    def about_language(self) -> bool:
        """Whether the languages are asked for, or one of them is chosen."""
        match self.inbounds:
            case ((_, CommandGiven(Command.LANGUAGE)),):
                return True
            case ((_, Picked(item)),):
                return item == LANGUAGE_ITEM
        return False


async def read_fields(request: web.Request, seconds: float) -> Mapping[str, str]:
    """Read a form's texts.

    Raises HTTPRequestEntityTooLarge for more than BODY_LIMIT bytes, HTTPRequestTimeout for one that is not all there
    after so many seconds, HTTPBadRequest for no form.
    """
    if (request.content_length or 0) > BODY_LIMIT:
        raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, request.content_length or 0)
    try:
        async with asyncio.timeout(seconds):
            form = await request.clone(client_max_size=BODY_LIMIT).post()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except ValueError:
        raise web.HTTPBadRequest from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def submission_of(fields: Mapping[str, str]) -> Submission:
    """Return what the form's fields ask for.

    A step of a scale counts only where the button below the scale was pressed: with any other it is a leftover.
    Next with words in the box sends the words first: that is what somebody means who writes and then presses Next.
    """
    words = fields.get("typed", "")
    pick = fields.get("pick", "") or (fields.get("scale", "") if "rated" in fields else "")
    typed = words.strip() != ""
    inbounds: tuple[Inbound, ...]
    if pick:
        picked = picked_of(pick)
        with_words = typed and picked.option_id == command_option(Command.NEXT)
        inbounds = (Typed(words), picked) if with_words else (picked,)
    elif "command" in fields:
        inbounds = (command_of(fields["command"]),)
    elif "unsupported" in fields:
        inbounds = (Unsupported(unsupported_of(fields["unsupported"])),)
    elif "started" in fields:
        inbounds = (Started(),)
    elif typed or "uncover" not in fields:
        inbounds = (Typed(words),)
    else:
        inbounds = ()
    page_id = fields.get("message_id", "")
    return Submission(
        page_id=page_id,
        inbounds=tuple((message_id(page_id, inbound), inbound) for inbound in inbounds),
        words=words,
        words_taken=any(isinstance(inbound, Typed) for inbound in inbounds),
        start_again="started" in fields,
        pick=pick,
        uncovers="uncover" in fields,
        after_end="ended" in fields,
        asked="asked" in fields,
        receipt=fields.get("receipt", ""),
        helped="helped" in fields,
    )


def picked_of(value: str) -> Picked:
    """Return the pick that a button's value names; one without an item is no prompt's, and so an old button."""
    item, _, option = value.rpartition(PICK_SEPARATOR)
    return Picked(item, option)


def command_of(name: str) -> Inbound:
    """Return the command of that name, or that it is not known."""
    command = next((command for command in Command if command.value == name), None)
    return CommandGiven(command) if command else Unsupported(UnsupportedKind.UNKNOWN_COMMAND)


def unsupported_of(kind: str) -> UnsupportedKind:
    """Return the kind of thing that cannot be read."""
    return next((known for known in UnsupportedKind if known.value == kind), UnsupportedKind.OTHER)


def message_id(page_id: str, inbound: Inbound) -> str:
    """Return what this message is known by, so that sending it twice counts once; nothing where the page gave no id.

    What was sent goes in as well: somebody who goes back in their browser and sends something else from the same page
    has not sent it before. The page's id is random, so this tells nothing about the words.
    """
    if not page_id:
        return ""
    return hashlib.sha256(f"{page_id}\n{inbound!r}".encode(errors="surrogatepass")).hexdigest()
