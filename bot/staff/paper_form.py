"""The form that a sheet of paper is typed into: what its boxes are called, and what a sent form says, or what is wrong.

Options are typed by the numbers that stand beside them on the sheet. What the sheet says nothing of stays empty.
"""

import re
import secrets
from collections.abc import Mapping

from bot.paper_sheets import Sheet
from conversations.paper import SheetKind, SheetQuestion, SheetWords
from conversations.people import AgeBand
from conversations.script import Script
from conversations.words import MESSAGE_LIMIT, clean

TICKED = "yes"
FORM_ID = re.compile(r"([0-9]{1,9})-[A-Za-z0-9_-]{22}")
RANDOM_BYTES = 16
CODES = re.compile(r"[0-9 ,;.]*")

GOOD_FOR_MINUTES = 24 * 60
"""How long a form may be sent: messages are known again for days, and a form must never be older than that."""


def new_form_id(minute: int) -> str:
    """Return what a new form is known by: it counts once, however often it is sent."""
    return f"{minute}-{secrets.token_urlsafe(RANDOM_BYTES)}"


def is_good(form_id: str, minute: int) -> bool:
    """Whether a form is one of ours and young enough to be known again if it is sent twice."""
    found = FORM_ID.fullmatch(form_id)
    return found is not None and 0 <= minute - int(found[1]) <= GOOD_FOR_MINUTES


def needs_permission(script: Script, kind: SheetKind, age: AgeBand) -> bool:
    """Whether the box for a grown-up's leave has to be ticked. Who reads a sheet for 13 and over is 13 or over."""
    if age is AgeBand.UNDER_10:
        return True
    young = {AgeBand.UNDER_10, AgeBand.AGE_10_12} & set(kind.ages)
    return age in script.age_rules.ask_permission and (age is not AgeBand.NOT_SAID or bool(young))


class PaperForm:
    """One sent form. `wrong` are the keys of texts by the names of boxes; where it is empty, `sheet` says what was sent."""

    def __init__(self, script: Script, words: SheetWords, form: Mapping[str, str], *, permission: bool) -> None:
        """`permission` says that the event's school or club has collected it."""
        self.wrong: dict[str, str] = {}
        self._script = script
        self._words = words
        self._form = form
        self._permission = permission

    def sheet(self, form_id: str, code: str) -> Sheet:
        """Return the sheet; `wrong` is filled on the way, and where it is not empty the sheet must not be taken."""
        age = self._age()
        needed = needs_permission(self._script, self._words.kind, age)
        permission = self._permission or self._ticked("permission") or not needed
        if not permission:
            self.wrong["permission"] = "paper.no_permission"
        if not self._ticked("take_part"):
            self.wrong["take_part"] = "paper.no_consent"
        options: dict[str, tuple[str, ...]] = {}
        words: dict[str, str] = {}
        for question in self._words.questions:
            options[question.id] = self._options(question)
            words[question.id] = self._written(question)
            self._together(question, options, words)
        return Sheet(
            id=form_id,
            code=code,
            audience=self._words.kind.audience,
            age=age,
            take_part=True,
            quotes=self._ticked("quotes"),
            permission=permission,
            words=words,
            options=options,
            language=self._words.language,
        )

    def _age(self) -> AgeBand:
        kind = self._words.kind
        if not kind.ages:
            return AgeBand.NOT_SAID
        numbers = self._numbers("age", len(kind.ages))
        if len(numbers) > 1:
            self.wrong["age"] = "paper.one_number"
        if len(numbers) == 1:
            return kind.ages[numbers[0] - 1]
        if AgeBand.NOT_SAID not in self._script.age_bands[kind.audience]:
            self.wrong.setdefault("age", "paper.no_age")
        return AgeBand.NOT_SAID

    def _options(self, question: SheetQuestion) -> tuple[str, ...]:
        name = f"options.{question.id}"
        numbers = self._numbers(name, len(question.options))
        if len(numbers) > 1 and not question.many:
            self.wrong[name] = "paper.one_number"
        chosen = tuple(option for option in question.options if option.code in numbers)
        asked = self._script.question(question.id)
        if (
            asked
            and len(chosen) > 1
            and any(option.exclusive for option in asked.options if option.id in {c.id for c in chosen})
        ):
            self.wrong[name] = "paper.goes_alone"
        return tuple(option.id for option in chosen)

    def _written(self, question: SheetQuestion) -> str:
        name = f"words.{question.id}"
        if question.options and not question.own_words:
            return ""
        written = clean(self._form.get(name, ""))
        if len(written) > MESSAGE_LIMIT:
            self.wrong[name] = "paper.too_long"
        return written

    def _together(self, question: SheetQuestion, options: dict[str, tuple[str, ...]], words: Mapping[str, str]) -> None:
        """Take the option that own words belong to for ticked, where nothing is; refuse words beside any other."""
        if not question.options or not words[question.id]:
            return
        own = [option.id for option in question.options if option.own_words]
        if not set(own) & set(options[question.id]):
            if options[question.id] and not question.many:
                self.wrong[f"words.{question.id}"] = "paper.words_beside"
            else:
                options[question.id] += (own[0],)

    def _numbers(self, name: str, most: int) -> list[int]:
        written = self._form.get(name, "").strip()
        numbers = [int(number) for number in re.findall(r"[0-9]{1,3}", written)] if CODES.fullmatch(written) else [0]
        if any(not 1 <= number <= most for number in numbers):
            self.wrong[name] = "paper.unknown_number"
            return []
        return sorted(set(numbers))

    def _ticked(self, name: str) -> bool:
        return self._form.get(name) == TICKED
