"""Whatever people, the clock, tidying and crashes do in whatever order: nothing stays that should have gone."""

import asyncio
import contextlib
import tempfile
from collections.abc import Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.turns import Turns
from conversations.inbound import Picked
from conversations.state import Phase
from conversations.turn import Button
from storage.anonymity import ChannelKeys
from storage.database import Database
from storage.deletions import Deleted
from storage.retention import Terms, count_due, delete_due
from storage.tables import (
    AnswerMessage,
    AnswerRow,
    ConsentRow,
    ConversationRow,
    HandledMessage,
    HeldMessage,
    ResponseRow,
)
from storage.wiping import wipe
from tests.bot.turning import NOW, SCRIPT, TO_THE_FIRST_QUESTION, said
from tests.conversations.any_talk import ACTIONS, Action, meant
from tests.storage.test_retention import promising
from tests.support.files_read import in_folder
from tests.support.made_events import Clock
from tests.support.migrated import migrated
from tests.support.stored import rows

PEOPLE = ("ann", "bo", "cy")
PROMISING = promising(keep_days="40")
LAST_DAYS = {SCRIPT.engagement: date(2028, 12, 31)}
TERMS = Terms(left_days=30, handled_days=3, count_days=60, last_days=LAST_DAYS)
TELLING = ("my stepdad hits me when the moon is green", "i want to kill myself by the green moon")
MARKED = "the teapot sings under the willow"


class KilledError(Exception):
    """The process dies here."""


class Deleting(RuleBasedStateMachine):
    """A few people who talk at random, over a database that is tidied, killed and left alone for weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(prefix="sayso-")
        self.clock = Clock(NOW)
        self.url = f"sqlite:///{self.folder.name}/sayso.db"
        self.database: Database = self.do(migrated(self.url))
        self.abandoned: list[Database] = []
        self.screens: dict[str, list[Button]] = {}
        self.tidied_on: date | None = None
        self.sent = 0

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something to its end."""
        return self.loop.run_until_complete(work)

    @property
    def turns(self) -> Turns:
        """What takes turns now, with nothing remembered of before."""
        scripts = {SCRIPT.engagement: PROMISING}
        return Turns(self.database, scripts, SCRIPT.engagement, ChannelKeys(b"s" * 32), self.clock)

    def take(self, who: str, *inbounds: Any) -> None:
        """Have somebody do things, and look at what is then on their screen."""
        if self.clock().date() > LAST_DAYS[SCRIPT.engagement]:
            self.tidied_on = (
                None  # what is given after the last day is due from the first moment, until the next tidying
            )
        for inbound in inbounds:
            self.sent += 1
            outcome = self.do(self.turns.take(said(inbound, f"m{self.sent}", address=who)))
            buttons = [button for reply in outcome.replies for button in reply.buttons]
            self.screens[who] = buttons or self.screens.get(who, [])

    @rule(who=st.sampled_from(PEOPLE), action=ACTIONS)
    def somebody_does_something(self, who: str, action: Action) -> None:
        """Press, type, go back, come again."""
        screen = self.screens.get(who, [])
        self.take(who, meant(action, screen, screen))

    @rule(who=st.sampled_from(PEOPLE))
    def somebody_takes_part(self, who: str) -> None:
        """Go as far as the first question, where they are not further."""
        self.take(who, *TO_THE_FIRST_QUESTION)

    @rule(who=st.sampled_from(PEOPLE), words=st.sampled_from((*TELLING, MARKED)))
    def somebody_writes(self, who: str, words: str) -> None:
        """Tell of harm, or of nothing."""
        self.somebody_does_something(who, Action("type", text=words))

    @rule(who=st.sampled_from(PEOPLE), way=st.sampled_from(("keep", "erase")))
    def somebody_stops(self, who: str, way: str) -> None:
        """Press Stop, then keep or erase."""
        self.take(who, Picked("", ".stop"), Picked("stopping", way))

    @rule(days=st.sampled_from((1, 3, 4, 29, 30, 31, 41, 61, 800)))
    def time_goes_by(self, days: int) -> None:
        """Let the clock jump on."""
        self.clock.moment += timedelta(days=days)
        self.tidied_on = None

    @rule(days=st.sampled_from((1, 40)))
    def the_clock_is_set_back(self, days: int) -> None:
        """Let the clock jump back."""
        self.clock.moment -= timedelta(days=days)
        self.tidied_on = None

    @rule()
    def it_is_tidied(self) -> None:
        """Delete what is due."""
        self.tidied_on = self.clock().date()
        self.do(delete_due(self.database, TERMS, self.tidied_on))

    @rule(kind=st.sampled_from((Deleted.LEFT, Deleted.HELD, Deleted.AGED, Deleted.FINGERPRINTS)))
    def it_dies_while_it_is_tidied(self, kind: Deleted) -> None:
        """Delete some of what is due, then die."""

        def die(next_kind: Deleted) -> None:
            if next_kind is kind:
                raise KilledError

        self.tidied_on = None
        with contextlib.suppress(KilledError):
            self.do(delete_due(self.database, TERMS, self.clock().date(), die))
        self.the_process_dies()

    @rule()
    def the_process_dies(self) -> None:
        """Leave all connections as they are and go on with new ones, as another process would."""
        self.abandoned.append(self.database)
        self.database = Database(self.url)

    @precondition(lambda self: self.database.deleted.is_set())
    @rule()
    def it_is_wiped(self) -> None:
        """Have what was deleted leave the files."""
        assert self.do(wipe(self.database))
        self.database.deleted.clear()
        stored = {row["words"] for table in (AnswerMessage, HeldMessage) for row in self.all(table)}
        for words in (*TELLING, MARKED):
            if not any(words in kept for kept in stored):
                assert not in_folder(Path(self.folder.name), words)

    def all(self, table: Any) -> list[dict[str, Any]]:
        """Return all rows of a table."""
        return list(self.do(rows(self.database, table)))

    @invariant()
    def nothing_is_stored_of_anybody_who_did_not_agree(self) -> None:
        """Every answer and every message belongs to a response with a 'yes' to taking part."""
        agreed = {row["response_id"] for row in self.all(ConsentRow) if row["consent"] == "take_part" and row["agreed"]}
        for table in (AnswerRow, AnswerMessage, HeldMessage):
            assert {row["response_id"] for row in self.all(table)} <= agreed
        assert {row["id"] for row in self.all(ResponseRow)} <= agreed

    @invariant()
    def no_link_leads_to_what_has_ended(self) -> None:
        """A conversation that closed has no row, and a response that ended no conversation."""
        ended = {row["id"] for row in self.all(ResponseRow) if row["status"] != "open"}
        for row in self.all(ConversationRow):
            assert row["state"]["phase"] != Phase.CLOSED.value
            assert row["response_id"] not in ended

    @invariant()
    def words_are_held_only_where_they_wait_for_their_writer(self) -> None:
        """Held words belong to an open conversation that stands at their very question."""
        places = {(row["response_id"], row["state"]["position"]) for row in self.all(ConversationRow)}
        held = {(row["response_id"], row["question_id"]) for row in self.all(HeldMessage)}
        if self.tidied_on is None:  # where it died while tidying, the next one takes what it left
            linked = {response_id for response_id, _ in places}
            held = {one for one in held if one[0] in linked}
        assert held <= places

    @invariant()
    def after_tidying_nothing_is_due(self) -> None:
        """What retention should have taken is not there, by its own count and by looking."""
        if self.tidied_on is None:
            return
        day = self.tidied_on
        assert set(self.do(self.due(day)).values()) <= {0}
        assert all(row["kept_until"] >= day for row in self.all(ResponseRow))
        assert all(row["active_on"] >= day - timedelta(days=30) for row in self.all(ConversationRow))
        assert all(row["handled_on"] >= day - timedelta(days=3) for row in self.all(HandledMessage))

    async def due(self, day: date) -> Any:
        """Return what is due."""
        async with self.database.reading() as connection:
            return await count_due(connection, TERMS, day)

    def teardown(self) -> None:
        """Close everything, also what was abandoned."""
        for database in (*self.abandoned, self.database):
            self.do(database.close())
        self.loop.close()
        self.folder.cleanup()


TestDeleting = seed(20261121)(Deleting).TestCase
TestDeleting.settings = settings(
    max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
