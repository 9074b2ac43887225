"""What a store would hold after the effects of a talk, kept in memory and strict: an effect out of place fails."""

from dataclasses import dataclass, field

from conversations.state import AnswerSketch, Consent
from conversations.turn import (
    AddToAnswer,
    ChooseOptions,
    ClearAnswer,
    CloseConversation,
    CountSignpost,
    DropHeldWords,
    Effect,
    Ending,
    EraseResponse,
    HoldWords,
    IssueReceipt,
    KeepHeldWords,
    OpenResponse,
    RecordConsent,
    SkipQuestion,
)


@dataclass
class StoredAnswer:
    """One answer, words and all."""

    messages: list[str] = field(default_factory=list)
    options: tuple[str, ...] = ()
    skipped: bool = False
    held: list[str] = field(default_factory=list)

    @property
    def sketch(self) -> AnswerSketch:
        """The outline that the conversation's state should have of it."""
        held = sum(map(len, self.held))
        return AnswerSketch(
            len(self.messages), sum(map(len, self.messages)), self.options, self.skipped, len(self.held), held
        )


@dataclass
class StoredResponse:
    """What one person gave in one talk."""

    consents: dict[Consent, bool] = field(default_factory=dict)
    answers: dict[str, StoredAnswer] = field(default_factory=dict)

    @property
    def sketches(self) -> dict[str, AnswerSketch]:
        """The outlines of all answers that hold anything."""
        outlines = {question: answer.sketch for question, answer in self.answers.items()}
        return {question: outline for question, outline in outlines.items() if outline != AnswerSketch()}


class Store:
    """The open response of one person, if there is one, and how earlier talks of theirs ended."""

    def __init__(self) -> None:
        self.response: StoredResponse | None = None
        self.finished: list[StoredResponse] = []
        self.endings: list[Ending] = []

    def apply(self, effects: tuple[Effect, ...]) -> None:
        """Apply a turn's effects in order; fails for one that needs a response where none is open."""
        for effect in effects:
            match effect:
                case OpenResponse():
                    assert self.response is None, "a response is opened once a talk"
                    self.response = StoredResponse()
                case EraseResponse():
                    assert self.response is not None, "there must be something to erase"
                    self.response = None
                case CloseConversation(ending):
                    self.finished += [self.response] if self.response else []
                    self.response = None
                    self.endings.append(ending)
                case CountSignpost():
                    pass  # it is nobody's
                case IssueReceipt():
                    assert self.response is not None, "a receipt is of something"
                case _:
                    assert self.response is not None, f"{effect} needs an open response"
                    self.change(self.response, effect)

    def change(self, response: StoredResponse, effect: Effect) -> None:
        """Apply one effect to the open response."""
        match effect:
            case RecordConsent(consent, agreed):
                response.consents[consent] = agreed
            case AddToAnswer(question, text):
                answer = response.answers.setdefault(question, StoredAnswer())
                answer.messages.append(text)
                answer.skipped = False
            case ChooseOptions(question, options):
                answer = response.answers.setdefault(question, StoredAnswer())
                answer.options, answer.skipped = options, False
            case HoldWords(question, text):
                response.answers.setdefault(question, StoredAnswer()).held.append(text)
            case KeepHeldWords(question):
                answer = response.answers[question]
                assert answer.held, "there must be something to keep"
                answer.messages, answer.held, answer.skipped = [*answer.messages, *answer.held], [], False
            case DropHeldWords(question):
                answer = response.answers[question]
                assert answer.held, "there must be something to take out"
                answer.held = []
            case ClearAnswer(question):
                response.answers.pop(question, None)
            case SkipQuestion(question):
                answer = response.answers.setdefault(question, StoredAnswer())
                assert not answer.messages, "words are never skipped over: they are cleared, or they stay"
                assert not answer.options, "nor are choices"
                answer.skipped = True
