"""One made-up person as rows: ages, places, languages and answers as often as they might be, words of nobody."""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from conversations.people import Audience
from conversations.script import Question, QuestionKind, Script, Section
from conversations.state import Consent
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ResponseRow, Table

MARK = "demo"
"""The entry code of everybody who is made up, and what the ids of their engagements begin with."""

KEPT_DAYS = 90
"""Days after which made-up people go by themselves, like everybody whose time is over."""

WEEKS = 12
"""Weeks before the day on which they are made, over which their days are spread."""

AUDIENCES = {Audience.YOUNG_PERSON: 80, Audience.PARENT_CARER: 14, Audience.PROFESSIONAL: 6}
AGES = {"under_10": 1, "10_12": 16, "13_15": 34, "16_17": 24, "18_25": 18, "26_plus": 3, "not_said": 4}
LANGUAGES = {"en": 88, "en-easy": 12}
CHANNELS = {"web": 80, "telegram": 20}
STATUSES = {"finished": 82, "stopped_kept": 14, "open": 4}
OF_HUNDRED = {"quotes": 55, "about_you": 60, "answers": 85, "second_message": 30}

Rows = Mapping[type[Table], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Weighted:
    """Things that come up as often as their weights say."""

    things: Sequence[str]
    sums: Sequence[int]

    def one(self, chance: random.Random) -> str:
        """Return one of them."""
        return chance.choices(self.things, cum_weights=self.sums)[0]


def weighted(weights: Mapping[Any, int]) -> Weighted:
    """Return things to choose from, by their weights."""
    return Weighted([str(thing) for thing in weights], list(accumulate(weights.values())))


class MadeUpPeople:
    """Makes people who answer a script. The same script, seed, number and day give the same people."""

    def __init__(self, script: Script, seed: int, people: int, today: date) -> None:
        self.engagement = f"{MARK}-{script.engagement}"[:40]
        self._script = script
        self._chance = random.Random(seed)  # noqa: S311 - it is to be the same again, not hard to guess
        self._step = 2**128 // (people + 1)
        self._today = today
        self._kept_until = today + timedelta(days=KEPT_DAYS)
        self._phrases = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
        self.title = str(self._phrases["title"]).format(title=script.title)
        self._choices = [weighted(values) for values in (AUDIENCES, AGES, LANGUAGES, CHANNELS, STATUSES)]

    def rows(self, first: int, people: int) -> Rows:
        """Return the rows of some people, the first of whom has this number from 0, table by table in an order to store."""
        rows: dict[type[Table], list[Mapping[str, Any]]] = {
            table: [] for table in (ResponseRow, ConsentRow, AnswerRow, AnswerMessage)
        }
        for number in range(first, first + people):
            for table, row in self._one(number):
                rows[table].append(row)
        return rows

    def _one(self, number: int) -> Iterator[tuple[type[Table], Mapping[str, Any]]]:
        # Ids go up with the number, so that a database only ever adds at the end: very many are stored much sooner.
        own = {"response_id": f"{number * self._step + self._chance.randrange(self._step):032x}"}
        audience, age, language, channel, status = (choice.one(self._chance) for choice in self._choices)
        seen = {"script_version": self._script.version, "language": language}
        day = self._today - timedelta(days=1 + self._chance.randrange(7 * WEEKS))
        band = None if audience == Audience.PROFESSIONAL else age
        yield (
            ResponseRow,
            {
                "id": own["response_id"],
                "engagement": self.engagement,
                "channel": channel,
                "entry_code": MARK,
                "audience": audience,
                "age_band": band,
                "status": status,
                "opened_on": day,
                "closed_on": None if status == "open" else day,
                "kept_until": self._kept_until,
                **seen,
            },
        )
        quotes, about_you = (self._chance.randrange(100) < OF_HUNDRED[name] for name in ("quotes", "about_you"))
        for consent, agreed in ((Consent.TAKE_PART, True), (Consent.QUOTES, quotes), (Consent.ABOUT_YOU, about_you)):
            choice = {"consent": consent.value, "agreed": agreed, "text_key": f"ask.{consent.value}", "chosen_on": day}
            yield ConsentRow, {**own, **choice, **seen}
        for question in self._script.questions:
            mine = not question.audiences or audience in question.audiences
            if not mine or (question.section is Section.ABOUT_YOU and not about_you):
                continue
            answered = self._chance.randrange(100) < OF_HUNDRED["answers"]
            options = self._options(question) if answered and question.options else []
            outline = {"question_id": question.id, "options": options, "skipped": not answered, "answered_on": day}
            yield AnswerRow, {**own, **outline, **seen}
            if answered and question.kind is QuestionKind.FREE_TEXT:
                messages = 1 + (self._chance.randrange(100) < OF_HUNDRED["second_message"])
                for place in range(1, messages + 1):
                    yield AnswerMessage, {**own, "question_id": question.id, "number": place, "words": self._words()}

    def _options(self, question: Question) -> list[str]:
        # The first options come up more often than the last, so that there are large numbers and small ones.
        number = int(len(question.options) * self._chance.random() ** 1.6)
        return [question.options[number].id]

    def _words(self) -> str:
        chance = self._chance
        parts = (self._phrases[part] for part in ("begins", "middles", "middles", "ends"))
        return " ".join(some[int(len(some) * chance.random())] for some in parts)
