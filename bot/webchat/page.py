"""What the page shows, worked out of a conversation's replies: messages in order, choices, progress, help."""

import secrets
from dataclasses import dataclass

from bot.webchat.asking import Asking
from bot.webchat.cookies import cover_name
from bot.webchat.submission import PICK_SEPARATOR
from bot.webchat.taps import address_of
from conversations.commands import AFTER_A_SIGNPOST
from conversations.inbound import Command, command_option
from conversations.prompts import FOUR_WORDS_ITEM, LANGUAGE_ITEM, POINT, help_signpost, language_button, speaks_others
from conversations.receipts import SHOWS_WORDS
from conversations.script import QuestionKind, Script
from conversations.state import ConversationState, Phase
from conversations.turn import Button, Progress, Reply, Tone
from conversations.wording import Wording

IN_THE_HEADER = frozenset({command_option(Command.HELP), command_option(Command.LANGUAGE)})
"""Commands that the header always offers, so that no prompt needs to repeat them."""

NEXT = command_option(Command.NEXT)
TO_CHOOSE = frozenset(command_option(command) for command in AFTER_A_SIGNPOST)
MANY = 8
"""From this many options on they stand in columns."""


Taps = tuple[tuple[str, str], ...]
"""Things to tap, each as (address, label)."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message on the page. `heading` stands above it where it needs one; `receipt` are a receipt's words.

    `spoken` is set where it is in another language than the page.
    """

    key: str
    tone: str
    own: bool
    lines: tuple[str, ...]
    points: tuple[tuple[str, Taps], ...] = ()
    links: Taps = ()
    numbered: bool = False
    heading: str = ""
    receipt: str = ""
    spoken: Wording | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `pressed` is None for a button that does something at once rather than being on or off.

    `primary` is what most people press next, `quiet` what is there for those who look for it. `spoken` is set where the
    label is in another language than the page: the name of a language.
    """

    value: str
    label: str
    pressed: bool | None = None
    primary: bool = False
    quiet: bool = False
    spoken: Wording | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What a page is made from.

    Where none of `replies` asks anything, `prompt` goes before them: what is being asked must be in sight. `answer`
    are the person's own messages to the question, shown right after it; `draft` are words for the box, and `asking`
    what is asked about them before they are sent on.
    """

    replies: tuple[Reply, ...] = ()
    prompt: tuple[Reply, ...] = ()
    answer: tuple[str, ...] = ()
    draft: str = ""
    ended: bool = False
    asking: Asking | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """Everything that a template needs, once and for all worked out."""

    script: Script
    state: ConversationState
    action: str
    message_id: str
    messages: tuple[Message, ...]
    options: tuple[Choice, ...]
    commands: tuple[Choice, ...]
    progress: Progress | None
    accepts_words: bool
    help: Message
    draft: str = ""
    ended: bool = False
    asking: Asking | None = None
    scale: bool = False
    """Whether the options are the steps of a scale, one of which is chosen and then sent."""

    @property
    def wording(self) -> Wording:
        """The words of the person's language."""
        return self.script.wording(self.state.language)

    @property
    def written_in(self) -> Wording:
        """The language that staff write in what is shown to young people as it is: the engagement's own."""
        return self.script.wording(self.script.default_language)

    @property
    def you_said_path(self) -> str:
        """Where it stands what came of this engagement's answers, in the person's language."""
        return f"/you-said/{self.script.engagement}?lang={self.state.language}"

    @property
    def leave_path(self) -> str:
        """The way out for browsers without scripts; by the engagement, so that no database is asked on the way."""
        return f"/leave/{self.script.engagement}"

    @property
    def shared(self) -> bool:
        """Whether this page is on a device that is handed round."""
        return self.action.startswith("/kiosk")

    @property
    def receipt(self) -> str:
        """The words of the receipt that is on this page; empty where there is none."""
        return next((message.receipt for message in reversed(self.messages) if message.receipt), "")

    @property
    def helped(self) -> bool:
        """Whether it is said among the messages where to get help."""
        return any(message.tone == Tone.SIGNPOST for message in self.messages)

    @property
    def cover_name(self) -> str:
        """The cookie that keeps this talk covered after leaving at once."""
        return cover_name(self.script)

    @property
    def many(self) -> bool:
        """Whether there are so many options that they need columns."""
        return len(self.options) >= MANY

    @property
    def has_languages(self) -> bool:
        """Whether there is another language to change to."""
        return len(self.script.languages) > 1

    @property
    def speaks_others(self) -> bool:
        """Whether there are several languages, and not only easier words of one."""
        return speaks_others(self.script)

    @property
    def language_button(self) -> str:
        """The key of the label that leads to the languages."""
        return language_button(self.script)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the page, or any other by its whole key."""
        return self.wording.say(key if "." in key else f"page.{key}", self.state, **values)

    def words_for_script(self) -> dict[str, str]:
        """Return the words that the page's script puts in by itself."""
        return {
            "sending": self.say("sending"),
            "notSent": self.say("not_sent"),
            "unsent": self.say("unsent", count="{count}"),
            "noSignal": self.say("no_signal"),
            "charactersLeft": self.say("characters_left", count="{count}"),
            "charactersOver": self.say("characters_over", count="{count}"),
            "yourMessage": self.say("your_message"),
            "send": self.say("send"),
            "tryAgain": self.say("try_again"),
            "youSaid": self.say("you_said"),
            "messages": self.say("messages"),
            "choices": self.say("choices"),
            "haveReceipt": self.say("have_receipt"),
            "speak": self.say("speak"),
            "speakWhat": self.say("speak_what"),
            "leave": self.say("kiosk.clear" if self.shared else "leave"),
            "leaveKey": self.say("leave_key"),
            "leavePresses": self.say("kiosk.clear_presses" if self.shared else "leave_presses", count="{count}"),
        }


def page_of(script: Script, state: ConversationState, action: str, shown_now: Shown) -> Page:
    """Return the page that shows some replies, with a form that sends to `action`."""
    before, after = _around_the_question(shown_now)
    shown = (*before, *after)
    with_buttons = next((reply for reply in reversed(shown) if reply.buttons), None)
    buttons = with_buttons.buttons if with_buttons else ()
    accepts_words = with_buttons.accepts_words if with_buttons else False
    options = tuple(option_of(script, b) for b in buttons if not b.command)
    # Where picking an option goes on by itself, Next is not the thing to press.
    waits_for_next = accepts_words or not options or any(option.pressed is not None for option in options)
    wording = script.wording(state.language)
    scale = any(is_scale(script, b) for b in buttons)
    own = tuple(
        Message(
            key="answer",
            tone=Tone.ECHO.value,
            own=True,
            lines=tuple(text.split("\n")),
            heading="" if number else wording.say("page.answer_so_far", state),
        )
        # 'What you wrote so far', which they are asked about on stopping, is more than the one answer.
        for number, text in enumerate(() if state.phase is Phase.STOPPING else shown_now.answer)
    )
    return Page(
        script=script,
        state=state,
        action=action,
        message_id=secrets.token_urlsafe(24),
        messages=(
            *(message_of(reply, script) for reply in before),
            *own,
            *(message_of(reply, script) for reply in after),
        ),
        options=options,
        commands=tuple(
            command_of(script, b, waits_for_next=waits_for_next)
            for b in buttons
            if b.command and b.option_id not in IN_THE_HEADER and not (scale and b.option_id == NEXT)
        ),
        progress=next((reply.progress for reply in reversed(shown) if reply.progress), None),
        accepts_words=accepts_words,
        help=message_of(help_signpost(script, state), script),
        draft=shown_now.draft,
        ended=shown_now.ended,
        asking=shown_now.asking,
        scale=scale,
    )


def is_scale(script: Script, button: Button) -> bool:
    """Whether a button is a step of a scale. Sending the step goes on by itself, so that there is no Next beside it."""
    question = None if button.command else script.question(button.item_id)
    return question is not None and question.kind is QuestionKind.SCALE


def message_of(reply: Reply, script: Script) -> Message:
    """Return a reply as the page shows it; a link that cannot be opened is left out, its text says the same."""
    lines = reply.text.split("\n")
    points = [line.removeprefix(POINT) for line in lines if line.startswith(POINT)]
    return Message(
        key=reply.key,
        tone=reply.tone.value,
        own=reply.tone is Tone.ECHO,
        lines=tuple(line for line in lines if not line.startswith(POINT)),
        points=tuple((text, taps_of(reply, point)) for point, text in enumerate(points)),
        links=taps_of(reply, -1),
        numbered=reply.progress is not None and reply.tone is Tone.PROMPT,
        receipt=lines[1] if reply.key in SHOWS_WORDS and len(lines) > 1 else "",
        spoken=script.languages.get(reply.language),
    )


def taps_of(reply: Reply, point: int) -> Taps:
    """Return what can be tapped at one point of a reply's list, or under all of it (-1)."""
    taps = ((address_of(link), link.label) for link in reply.links if link.point == point)
    return tuple((address, label) for address, label in taps if address)


def option_of(script: Script, button: Button) -> Choice:
    """Return an option as the page shows it; only those of a many-of question, and a chosen one, are on or off."""
    question = script.question(button.item_id)
    many_of = question is not None and question.kind is QuestionKind.MANY_OF
    pressed = button.chosen if many_of or button.chosen else None
    return Choice(value_of(button), button.label, pressed=pressed, spoken=spoken_in(script, button))


def command_of(script: Script, button: Button, *, waits_for_next: bool) -> Choice:
    """Return a command as the page shows it; what becomes of their words after a signpost is a choice like any other."""
    primary = button.option_id == NEXT and waits_for_next
    quiet = not primary and button.option_id not in TO_CHOOSE and button.item_id != FOUR_WORDS_ITEM
    return Choice(value_of(button), button.label, primary=primary, quiet=quiet, spoken=spoken_in(script, button))


def spoken_in(script: Script, button: Button) -> Wording | None:
    """Return the words of the language that a button leads to: its label is that language's own name."""
    return script.languages.get(button.option_id) if button.item_id == LANGUAGE_ITEM else None


def value_of(button: Button) -> str:
    """Return what a button sends: which prompt it belongs to, and which of its options it is."""
    return f"{button.item_id}{PICK_SEPARATOR}{button.option_id}"


def _around_the_question(shown: Shown) -> tuple[tuple[Reply, ...], tuple[Reply, ...]]:
    """Return what comes up to and with the question, and what comes after it."""
    asking = [number for number, reply in enumerate(shown.replies) if reply.tone is Tone.PROMPT]
    if not asking:
        return shown.prompt, shown.replies
    return shown.replies[: asking[-1] + 1], shown.replies[asking[-1] + 1 :]
