"""Which responses an export holds: what can be asked for, the same for the database, and the same said again in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select, true

from storage.answer_translations import needs_translator
from storage.errors import ExportError
from storage.exports.wordings import Wordings
from storage.tables import AnswerRow, EventRow, ResponseRow

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted of an engagement's responses; what is empty leaves all in.

    `first` and `last` are days on which somebody agreed to take part. `places` are what people said, `event_places` where
    the event was whose code they came by; the ids are those of places.toml. `questions` says of which questions answers are
    wanted: it leaves no response out. `needs_translator` keeps those with an answer in another language than English,
    translated or not.
    """

    first: date | None = None
    last: date | None = None
    events: Names = ()
    places: Names = ()
    event_places: Names = ()
    audiences: Names = ()
    languages: Names = ()
    questions: Names = ()
    needs_translator: bool = False

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give each filter that is set, by name, in words for the codebook."""
        for name in (field.name for field in fields(self)):
            if wanted := getattr(self, name):
                words = (
                    "yes" if wanted is True else wanted.isoformat() if isinstance(wanted, date) else " ".join(wanted)
                )
                yield name, words

    def condition(self, wordings: Wordings) -> ColumnElement[bool]:
        """Return the same for the database. Raises ExportError for a place that no question offered."""
        conditions: list[ColumnElement[bool]] = [true()]
        if self.first:
            conditions.append(ResponseRow.opened_on >= self.first)
        if self.last:
            conditions.append(ResponseRow.opened_on <= self.last)
        if self.events:
            conditions.append(ResponseRow.entry_code.in_(self.events))
        if self.event_places:
            held_there = select(EventRow.code).where(EventRow.place.in_(self.event_places))
            conditions.append(ResponseRow.entry_code.in_(held_there))
        if self.audiences:
            conditions.append(ResponseRow.audience.in_(self.audiences))
        if self.languages:
            conditions.append(ResponseRow.language.in_(self.languages))
        if self.needs_translator:
            conditions.append(needs_translator())
        if self.places:
            conditions.append(said_place(wordings, self.places))
        return and_(*conditions)


def said_place(wordings: Wordings, places: Sequence[str]) -> ColumnElement[bool]:
    """Return that a response names one of the places. Raises ExportError, naming those there are, for any other."""
    offered = place_questions(wordings)
    known = {place for options in offered.values() for place in options}
    if unknown := set(places) - known:
        raise ExportError(
            f"no question offers the place '{min(unknown)}'; there are: {', '.join(sorted(known)) or 'none'}"
        )
    return or_(
        *(
            exists().where(
                AnswerRow.response_id == ResponseRow.id,
                AnswerRow.question_id == question,
                # A list of one id is written alike by every driver, and both databases keep it as it was written.
                cast(AnswerRow.options, String).in_([f'["{place}"]' for place in places if place in options]),
            )
            for question, options in offered.items()
        )
    )


def place_questions(wordings: Wordings) -> dict[str, dict[str, str]]:
    """Return the questions that offer places, each with its places and their codes by the Office for National Statistics."""
    found: dict[str, dict[str, str]] = {}
    for version in wordings.versions:
        for question_id, question in version.questions.items():
            for option in question["options"]:
                if option["code"][:3] in ONS_COUNCILS:
                    found.setdefault(question_id, {})[option["id"]] = option["code"]
    return found


ONS_COUNCILS = ("E06", "E07", "E08", "E09", "W06", "S12", "N09")
"""How the codes of councils and districts begin; other options may have outside codes of other kinds."""


def of_questions(wordings: Wordings, wanted: Names) -> Names:
    """Return the ids of the questions wanted, all where none is named. Raises ExportError for one that is not there."""
    known = tuple(question.id for question in wordings.questions)
    for question in wanted:
        if question not in known:
            raise ExportError(f"there is no question '{question}'; there are: {', '.join(known)}")
    return tuple(question for question in known if not wanted or question in wanted)
