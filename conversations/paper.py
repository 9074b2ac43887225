"""What stands on a sheet of paper that somebody fills in by hand: words alone, with the codes that it is typed in by.

A sheet is for people who read the same words. So there is one for each group of ages whose questions are worded alike, in
every language: what is stored of a sheet then stands under the wording that its writer read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.people import AgeBand, Audience, Channel
from conversations.poster import Invited, PosterLine, line_words, poster_lines
from conversations.script import Question, QuestionKind, Script, Section, Under10
from conversations.state import ConversationState


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of sheet: for whom, and for which ages, which are none where age is not asked. `id` names it in addresses."""

    id: str
    audience: Audience
    ages: tuple[AgeBand, ...]


@dataclass(frozen=True, slots=True)
class SheetOption:
    """One thing to tick: the number that is typed for it, its id, its words, and whether a line for own words follows."""

    code: int
    id: str
    label: str
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """One question as it is printed. `options` are empty where it is answered in words; `many` lets several be ticked."""

    id: str
    number: int
    text: str
    options: tuple[SheetOption, ...] = ()
    many: bool = False

    @property
    def own_words(self) -> bool:
        """Whether there may be words beside what is ticked."""
        return any(option.own_words for option in self.options)


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of one sheet. `about_you` and `permission` are empty where there is nothing to ask.

    `direction` is that in which the words are written: `ltr` or `rtl`.
    """

    kind: SheetKind
    language: str
    html_language: str
    direction: str
    title: str
    about: str
    intro: tuple[str, ...]
    take_part: tuple[str, str]
    needed: str
    quotes: tuple[str, str]
    permission: tuple[str, ...]
    ask_age: str
    ages: tuple[SheetOption, ...]
    main: tuple[SheetQuestion, ...]
    ask_about_you: str
    about_you: tuple[SheetQuestion, ...]
    many_of: str
    help: str
    lines: tuple[PosterLine, ...]
    slip: tuple[str, str]

    @property
    def questions(self) -> tuple[SheetQuestion, ...]:
        """Every question, in the order in which they stand there."""
        return (*self.main, *self.about_you)


def sheet_kinds(script: Script) -> tuple[SheetKind, ...]:
    """Return the kinds of sheet there are for an engagement, for young people first."""
    kinds: list[SheetKind] = []
    for audience in Audience:
        alike: dict[tuple[str, ...], list[AgeBand]] = {}
        bands = script.age_bands.get(audience, ())
        for band in bands:
            if band is AgeBand.UNDER_10 and script.age_rules.under_10 is Under10.STOP:
                continue
            alike.setdefault(_read_by(script, audience, band), []).append(band)
        if not bands:
            kinds.append(SheetKind(audience.value, audience, ()))
        names = {ages[0]: tuple(ages) for ages in alike.values()}
        kinds.extend(SheetKind(f"{audience.value}-{first.value}", audience, ages) for first, ages in names.items())
    return tuple(kinds)


def sheet_words(  # noqa: PLR0913, PLR0917 - which sheet, for which place and moment
    script: Script, kind: SheetKind, language: str, place: str, address: str, moment: datetime
) -> SheetWords:
    """Return what stands on a sheet that is made at a moment. `address` is where a receipt can be opened.

    `language` is one of the script's, else its own is taken; `place` is where it is handed out, empty where that is not
    known. Its help lines are those that a poster may carry: paper lies about for as long as one hangs.
    """
    language = language if language in script.languages else script.default_language
    state = _reader(script, kind, language)
    wording = script.wording(language)
    say = wording.say
    main = tuple(_questions(script, Section.MAIN, state, first=1))
    about_you = tuple(_questions(script, Section.ABOUT_YOU, state, first=len(main) + 1))
    asks_permission = bool({AgeBand.UNDER_10, *script.age_rules.ask_permission} & set(kind.ages))
    intro = (
        say("poster.who", state),
        say("paper.how", state, total=len(main)),
        say("paper.typed_in", state),
        say("consent.kept", state),
        say("paper.readers", state),
    )
    invited = Invited(kind.audience, place, language)
    return SheetWords(
        kind=kind,
        language=language,
        html_language=wording.html_language,
        direction=wording.direction,
        title=say("poster.title", state),
        about=say("poster.about", state),
        intro=intro,
        take_part=(say("ask.take_part", state), say("choice.take_part.yes", state)),
        needed=say("paper.needed", state),
        quotes=(say("ask.quotes", state), say("choice.quotes.yes", state)),
        permission=(
            (say("poster.under_13", state), say("ask.permission", state), say("choice.permission.yes", state))
            if asks_permission
            else ()
        ),
        ask_age=say("ask.age", state) if kind.ages else "",
        ages=tuple(
            SheetOption(code, band.value, say(f"age_band.{band.value}", state))
            for code, band in enumerate(kind.ages, start=1)
        ),
        main=main,
        ask_about_you=say("paper.about_you", state) if about_you else "",
        about_you=about_you,
        many_of=say("paper.many_of", state),
        help=say("poster.help", state),
        lines=tuple(line_words(script, shown, state) for shown in poster_lines(script, invited, moment)),
        slip=(say("paper.slip_title", state), say("paper.slip", state, address=address)),
    )


def texts_of_sheet(words: SheetWords) -> Iterator[str]:
    """Give every text that is printed."""
    yield from (words.title, words.about, *words.intro, *words.take_part, words.needed, *words.quotes)
    yield from (*words.permission, words.ask_age, words.ask_about_you, words.many_of, words.help, *words.slip)
    yield from (option.label for option in words.ages)
    for question in words.questions:
        yield question.text
        yield from (option.label for option in question.options)
    yield from (line.text for line in words.lines)


def _questions(script: Script, section: Section, state: ConversationState, first: int) -> Iterator[SheetQuestion]:
    wording = script.wording(state.language)
    for number, question in enumerate(script.asked(section, state), start=first):
        options = tuple(
            SheetOption(code, option.id, wording.say(f"option.{question.id}.{option.id}", state), option.own_words)
            for code, option in enumerate(question.options, start=1)
        )
        text = wording.say(f"question.{question.id}", state)
        if any(option.id in script.places for option in question.options):
            # The chat's own words speak of tapping, and of typing a town.
            text = wording.say("paper.place", state)
        yield SheetQuestion(question.id, number, text, options, question.kind is QuestionKind.MANY_OF)


def _reader(script: Script, kind: SheetKind, language: str) -> ConversationState:
    state = ConversationState(script.engagement, script.version, Channel.PAPER, language)
    return replace(state, audience=kind.audience, age_band=kind.ages[0] if kind.ages else None)


def _read_by(script: Script, audience: Audience, band: AgeBand) -> tuple[str, ...]:
    """Return all that somebody of an age would read of the questions, in every language."""
    read: list[str] = []
    for language, wording in script.languages.items():
        state = _reader(script, SheetKind("", audience, (band,)), language)
        for question in (*script.asked(Section.MAIN, state), *script.asked(Section.ABOUT_YOU, state)):
            read.append(wording.variant(f"question.{question.id}", state))
            read.extend(wording.variant(key, state) for key in _option_keys(question))
    return tuple(read)


def _option_keys(question: Question) -> Iterator[str]:
    yield from (f"option.{question.id}.{option.id}" for option in question.options)
