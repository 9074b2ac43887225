"""Where one person is in the conversation. Small, and it holds no words that a person wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from conversations.errors import StateError
from conversations.people import AgeBand, Audience, Channel

FORMAT = 1
"""The number of the JSON form. A change that old readers would misread must raise it and teach `from_json` both."""


class Phase(StrEnum):
    """The step a conversation is at. The order here is the order in which most people meet them."""

    NEW = "new"
    AUDIENCE = "audience"
    AGE = "age"
    TOGETHER = "together"
    TELEGRAM_AGE = "telegram_age"
    PERMISSION = "permission"
    CHECK = "check"
    TAKE_PART = "take_part"
    QUOTES = "quotes"
    QUESTION = "question"
    ABOUT_YOU = "about_you"
    ABOUT_YOU_QUESTION = "about_you_question"
    STOPPING = "stopping"
    CLOSED = "closed"


class Consent(StrEnum):
    """What a person is asked to agree to, each on its own (UK GDPR Art. 7: granular, as easy to withdraw as to give)."""

    TAKE_PART = "take_part"
    QUOTES = "quotes"
    ABOUT_YOU = "about_you"
    PERMISSION = "permission"


QUESTION_PHASES = frozenset({Phase.QUESTION, Phase.ABOUT_YOU_QUESTION})

AGREED_PHASES = QUESTION_PHASES | {Phase.QUOTES, Phase.ABOUT_YOU}
"""Where only somebody can be who has agreed to take part."""

MAY_HAVE_AGREED = AGREED_PHASES | {Phase.TAKE_PART}
"""Where somebody may be who has: those, and the question itself, to which Back leads from the next step."""


@dataclass(frozen=True, slots=True)
class AnswerSketch:
    """The outline of an answer: how much was written and which options were chosen, never the words.

    `held` counts messages that set off a signpost, and `held_characters` what is in them: they are no part of the answer
    unless the person says so.
    """

    messages: int = 0
    characters: int = 0
    options: tuple[str, ...] = ()
    skipped: bool = False
    held: int = 0
    held_characters: int = 0

    @property
    def given(self) -> bool:
        """Whether there is anything that Next could take along."""
        return self.messages > 0 or bool(self.options)


NO_ANSWER = AnswerSketch()


@dataclass(frozen=True, slots=True)
class ConversationState:
    """One conversation, complete: `advance` needs nothing else to go on.

    `language_open` says that nobody knows yet which language they would like; `language_heard` is another one that they
    were found to write in and that is not offered yet, `languages_offered` are those that were. `four_words_at` is the
    question where they said that what looks like a receipt is their answer.

    Raises StateError where the parts contradict each other, since going on from nonsense could ask a child the
    wrong thing or store words without consent.
    """

    engagement: str
    script_version: str
    channel: Channel
    language: str
    entry_code: str = ""
    phase: Phase = Phase.NEW
    paused_phase: Phase | None = None
    audience: Audience | None = None
    age_band: AgeBand | None = None
    position: str | None = None
    signposts: int = 0
    quiet_line_at: str = ""
    help_stands: bool = False
    language_open: bool = False
    language_heard: str = ""
    languages_offered: tuple[str, ...] = ()
    four_words_at: str = ""
    consents: Mapping[Consent, bool] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, AnswerSketch] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse a state that no path through the rules could have made."""
        where = self.paused_phase if self.phase is Phase.STOPPING else self.phase
        if (self.phase is Phase.STOPPING) != (self.paused_phase is not None):
            raise StateError("a paused phase goes with stopping, and only with it")
        if (where in QUESTION_PHASES) != (self.position is not None):
            raise StateError("a position goes with a question phase, and only with it")
        if (where in AGREED_PHASES or self.phase is Phase.STOPPING) and not self.taking_part:
            raise StateError("questions need the consent to take part")
        if self.taking_part and where not in MAY_HAVE_AGREED:
            raise StateError("nobody has agreed to take part before being asked, nor after the end")
        if self.phase in (Phase.NEW, Phase.CLOSED) and self.consents:
            raise StateError("no choice is known before the beginning, nor after the end")
        if self.phase is Phase.AGE and self.audience is None:
            raise StateError("an age is asked of somebody who has said who they are")
        if self.answers and not self.taking_part:
            raise StateError("answers need the consent to take part")
        if where is Phase.ABOUT_YOU_QUESTION and not self.consents.get(Consent.ABOUT_YOU):
            raise StateError("questions about a person need their own consent")

    @property
    def taking_part(self) -> bool:
        """Whether the person has agreed to take part: without it nothing they say is stored."""
        return self.consents.get(Consent.TAKE_PART, False)

    def answer(self, question_id: str) -> AnswerSketch:
        """Return the outline of the answer to a question; an empty one where nothing was said yet."""
        return self.answers.get(question_id, NO_ANSWER)

    def with_answer(self, question_id: str, answer: AnswerSketch) -> "ConversationState":
        """Return this state with one answer's outline replaced; an empty outline takes it away."""
        answers = {key: value for key, value in self.answers.items() if key != question_id}
        if answer != NO_ANSWER:
            answers[question_id] = answer
        return replace(self, answers=MappingProxyType(answers))

    def with_consent(self, consent: Consent, agreed: bool) -> "ConversationState":  # noqa: FBT001 - the choice itself
        """Return this state with one choice recorded."""
        return replace(self, consents=MappingProxyType({**self.consents, consent: agreed}))

    def to_json(self) -> dict[str, Any]:
        """Return the form that is stored: plain JSON values, with the format's number."""
        return {
            "format": FORMAT,
            "engagement": self.engagement,
            "script_version": self.script_version,
            "channel": self.channel.value,
            "language": self.language,
            "entry_code": self.entry_code,
            "phase": self.phase.value,
            "paused_phase": self.paused_phase.value if self.paused_phase else None,
            "audience": self.audience.value if self.audience else None,
            "age_band": self.age_band.value if self.age_band else None,
            "position": self.position,
            "signposts": self.signposts,
            "quiet_line_at": self.quiet_line_at,
            "help_stands": self.help_stands,
            "consents": {consent.value: agreed for consent, agreed in self.consents.items()},
            "answers": {
                key: {
                    "messages": answer.messages,
                    "characters": answer.characters,
                    "options": list(answer.options),
                    "skipped": answer.skipped,
                    "held": answer.held,
                    "held_characters": answer.held_characters,
                }
                for key, answer in self.answers.items()
            },
            **self._of_few_talks(),
        }

    def _of_few_talks(self) -> dict[str, Any]:
        """Return what hardly any talk has, and so is not written where it is not there."""
        parts = {
            "language_open": self.language_open,
            "language_heard": self.language_heard,
            "languages_offered": list(self.languages_offered),
            "four_words_at": self.four_words_at,
        }
        return {name: value for name, value in parts.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ConversationState":
        """Read what `to_json` wrote. Raises StateError for an unknown format or a value that is not in the lists."""
        saved = _table(data)
        if saved.get("format") != FORMAT:
            raise StateError(f"this conversation was saved in another format than {FORMAT}, which this version reads")
        try:
            return cls(
                engagement=_text(saved["engagement"]),
                script_version=_text(saved["script_version"]),
                channel=Channel(saved["channel"]),
                language=_text(saved["language"]),
                entry_code=_text(saved["entry_code"]),
                phase=Phase(saved["phase"]),
                paused_phase=None if saved["paused_phase"] is None else Phase(saved["paused_phase"]),
                audience=None if saved["audience"] is None else Audience(saved["audience"]),
                age_band=None if saved["age_band"] is None else AgeBand(saved["age_band"]),
                position=None if saved["position"] is None else _text(saved["position"]),
                signposts=_count(saved["signposts"]),
                quiet_line_at=_text(saved["quiet_line_at"]),
                help_stands=_flag(saved["help_stands"]),
                # These four are written only where there is something.
                language_open=_flag(saved.get("language_open", False)),
                language_heard=_text(saved.get("language_heard", "")),
                languages_offered=_texts(saved.get("languages_offered", [])),
                four_words_at=_text(saved.get("four_words_at", "")),
                consents=MappingProxyType({Consent(key): _flag(v) for key, v in _table(saved["consents"]).items()}),
                answers=MappingProxyType({_text(key): _sketch(v) for key, v in _table(saved["answers"]).items()}),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise StateError("this conversation was saved with a value that is not in the lists") from error


def _sketch(value: object) -> AnswerSketch:
    saved = _table(value)
    return AnswerSketch(
        messages=_count(saved["messages"]),
        characters=_count(saved["characters"]),
        options=_texts(saved["options"]),
        skipped=_flag(saved["skipped"]),
        held=_count(saved["held"]),
        held_characters=_count(saved["held_characters"]),
    )


def _table(value: object) -> dict[str, Any]:
    # What is read from JSON is a plain dictionary: asking for any mapping takes far longer, several times a turn.
    if not isinstance(value, dict):
        raise StateError("a part of this conversation was not saved as a table")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise StateError("a text of this conversation was not saved as one")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise StateError("a list of this conversation was not saved as one")
    return tuple(map(_text, value))


def _flag(value: object) -> bool:
    # `bool("false")` is true: a consent must never come of a guess.
    if not isinstance(value, bool):
        raise StateError("a yes or no of this conversation was not saved as one")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise StateError("a count of this conversation was not saved as one")
    return value
