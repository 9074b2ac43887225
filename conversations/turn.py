"""What one step of the conversation gives back: the new state, what to say, and what to do to the stored answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from conversations.state import Consent, ConversationState


class Tone(StrEnum):
    """How a reply is meant, so that a channel can show it fittingly."""

    PROMPT = "prompt"
    NOTICE = "notice"
    SIGNPOST = "signpost"
    ERROR = "error"
    ECHO = "echo"


class LinkKind(StrEnum):
    """What a link opens. A channel that cannot open one leaves it out; the text always says the same in words."""

    CALL = "call"
    TEXT = "text"
    WEB = "web"
    WEB_CHAT = "web_chat"
    RECEIPT = "receipt"
    YOU_SAID = "you_said"


@dataclass(frozen=True, slots=True)
class Link:
    """Something to tap: `target` is a phone number, `NUMBER WORD` to text, an address, empty for a page of our own,
    an engagement's id for the page of what came of its answers.

    `point` is the point of the text's list that it belongs to, counting from 0; -1 where it belongs to all of it.
    """

    kind: LinkKind
    label: str
    target: str = ""
    point: int = -1


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `chosen` marks an option that is part of the answer; `command` one that moves the talk."""

    item_id: str
    option_id: str
    label: str
    chosen: bool = False
    command: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the person is: question `number` of `total`."""

    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person, already in their language.

    `key` names the text (for tests and the codebook), `accepts_words` says that typing is a fitting answer, and
    `in_place` that a channel may update the prompt on screen rather than send a new one. `language` is set where it is
    in another language than the rest.
    """

    key: str
    text: str
    tone: Tone
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    progress: Progress | None = None
    accepts_words: bool = False
    in_place: bool = False
    language: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, for storing a turn's replies beside its state and for the web page."""
        return {
            "key": self.key,
            "text": self.text,
            "tone": self.tone.value,
            "buttons": [[b.item_id, b.option_id, b.label, b.chosen, b.command] for b in self.buttons],
            "links": [[link.kind.value, link.label, link.target, link.point] for link in self.links],
            "progress": [self.progress.number, self.progress.total] if self.progress else None,
            "accepts_words": self.accepts_words,
            "in_place": self.in_place,
            **({"language": self.language} if self.language else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reply":
        """Read what `to_json` wrote."""
        return cls(
            key=data["key"],
            text=data["text"],
            tone=Tone(data["tone"]),
            buttons=tuple(Button(*values) for values in data["buttons"]),
            links=tuple(Link(LinkKind(kind), *rest) for kind, *rest in data["links"]),
            progress=Progress(*data["progress"]) if data["progress"] else None,
            accepts_words=data["accepts_words"],
            in_place=data["in_place"],
            language=data.get("language", ""),
        )


class Ending(StrEnum):
    """How a conversation came to its end."""

    FINISHED = "finished"
    STOPPED_KEPT = "stopped_kept"
    STOPPED_ERASED = "stopped_erased"
    DECLINED = "declined"
    UNDER_10 = "under_10"
    NO_PERMISSION = "no_permission"
    UNDER_16_TELEGRAM = "under_16_telegram"


@dataclass(frozen=True, slots=True)
class OpenResponse:
    """The person agreed to take part: from here on there is something to store answers under."""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """The person chose; stored with the wording's version, language and key, so that it can be shown years later."""

    consent: Consent
    agreed: bool
    text_key: str


@dataclass(frozen=True, slots=True)
class AddToAnswer:
    """One more message for the answer being given."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class ChooseOptions:
    """The options now chosen for a closed question; replaces what was chosen before."""

    question_id: str
    option_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearAnswer:
    """Take away everything given to one question."""

    question_id: str


@dataclass(frozen=True, slots=True)
class SkipQuestion:
    """The person was asked and chose to skip: not the same as never having been asked."""

    question_id: str


@dataclass(frozen=True, slots=True)
class HoldWords:
    """A message that set off a signpost: put aside, and no part of the answer unless the person says 'keep it'."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class KeepHeldWords:
    """The person said 'keep what I wrote': the held words become part of the answer."""

    question_id: str


@dataclass(frozen=True, slots=True)
class DropHeldWords:
    """The person said 'take it out', or went on without saying: the held words go for good."""

    question_id: str


@dataclass(frozen=True, slots=True)
class CountSignpost:
    """Help was shown: counted without a word, for nobody in particular.

    `place` is the id of the question or, outside the questions, the phase. `level`, `urgency` and `category` are the
    safety net's; a text of several categories counts once, under the first, and under '' where none can be named.
    `urgent` says that the adult in the room is to be told.
    """

    place: str
    level: str
    urgency: str
    category: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class IssueReceipt:
    """The person is shown their receipt: from here on its words open what they gave. Once is enough; more does nothing."""


@dataclass(frozen=True, slots=True)
class EraseResponse:
    """Take away everything this person gave, consent records and all."""


@dataclass(frozen=True, slots=True)
class CloseConversation:
    """The talk is over: the response, if there is one, is finished and the link to the channel address is cut."""

    ending: Ending


Effect = (
    OpenResponse
    | RecordConsent
    | AddToAnswer
    | ChooseOptions
    | ClearAnswer
    | SkipQuestion
    | HoldWords
    | KeepHeldWords
    | DropHeldWords
    | CountSignpost
    | IssueReceipt
    | EraseResponse
    | CloseConversation
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One step, whole: what `advance` returns. Replies leave only after the effects are committed."""

    state: ConversationState
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
