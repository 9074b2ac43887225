"""The script as values: what is asked, of whom, in which order. The words live in `wording`, the files in `content`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conversations.helplines import Helpline, HelplineNow
from conversations.people import AgeBand, Audience
from conversations.state import ConversationState
from conversations.wording import Wording


class QuestionKind(StrEnum):
    """How a question is answered."""

    FREE_TEXT = "free_text"
    ONE_OF = "one_of"
    MANY_OF = "many_of"
    SCALE = "scale"


class Section(StrEnum):
    """The five key questions, or the optional ones about the person (asked last, with a consent of their own)."""

    MAIN = "main"
    ABOUT_YOU = "about_you"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose.

    `also` are words that mean it when typed; `own_words` asks for words of the person's own; `exclusive` goes with no
    other option of a many-of question ('none of these'); `code` is an outside code to export, for example an ONS one.
    """

    id: str
    also: tuple[str, ...] = ()
    own_words: bool = False
    exclusive: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Empty `audiences` or `age_bands` means everybody."""

    id: str
    kind: QuestionKind
    section: Section
    options: tuple[Option, ...] = ()
    audiences: frozenset[Audience] = frozenset()
    age_bands: frozenset[AgeBand] = frozenset()
    note: str = ""

    def option(self, option_id: str) -> Option | None:
        """Return the option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    def is_for(self, state: ConversationState) -> bool:
        """Whether this person is asked it."""
        if self.audiences and state.audience not in self.audiences:
            return False
        return not self.age_bands or state.age_band in self.age_bands


class Under10(StrEnum):
    """What happens when somebody says they are under 10."""

    TOGETHER = "together"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class AgeRules:
    """Who may go on, and who is asked whether a grown-up is happy with it.

    UK GDPR Art. 8 and DPA 2018 s. 9: from 13 a child can agree by themselves; below, a parent's agreement is looked
    for with reasonable effort. Telegram's terms: 16 and over in the UK.
    """

    under_10: Under10
    ask_permission: frozenset[AgeBand]
    telegram: frozenset[AgeBand]


@dataclass(frozen=True, slots=True)
class Script:
    """One engagement's conversation, complete and checked. `version` is the declared one and a fingerprint of the words.

    `age_bands` are the bands offered to each audience; none for an audience means its age is not asked.
    `languages` maps a language's code to its wording; `default_language` is one of them. `places` are the ids of the
    districts. `helplines` are all entries; `helplines_now` those that may be shown, which is the safe minimum alone until
    `conversations.helplines_now.at` has been told the time; `today` is England's day then.
    """

    engagement: str
    version: str
    title: str
    values: Mapping[str, str]
    default_language: str
    age_bands: Mapping[Audience, tuple[AgeBand, ...]]
    age_rules: AgeRules
    questions: tuple[Question, ...]
    helplines: tuple[Helpline, ...]
    languages: Mapping[str, Wording]
    places: frozenset[str] = frozenset()
    helplines_now: tuple[HelplineNow, ...] = ()
    today: date | None = None

    def wording(self, language: str) -> Wording:
        """Return a language's words; the default language's where this script does not have it."""
        return self.languages.get(language) or self.languages[self.default_language]

    def question(self, question_id: str) -> Question | None:
        """Return the question of that id, or None."""
        for question in self.questions:
            if question.id == question_id:
                return question
        return None

    def asked(self, section: Section, state: ConversationState) -> tuple[Question, ...]:
        """Return the questions of a section that this person is asked, in order."""
        return tuple(q for q in self.questions if q.section is section and q.is_for(state))
