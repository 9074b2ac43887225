"""The engagements that staff see: those that are open, and those that are over, whose answers and figures are still there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.keeping import last_day
from conversations.script import Script
from conversations.staff_texts import StaffTexts
from storage.database import Database
from storage.exports.wordings import engagements_in_use
from storage.past_engagements import past_scripts


@dataclass(frozen=True, slots=True)
class Named:
    """An engagement as a list of them shows it: its id, and its title, which says so where it is over."""

    engagement: str
    title: str


class Engagements:
    """Knows both kinds. `open_now` are the scripts that people are asked with; of the others it reads what was stored."""

    def __init__(self, database: Database, open_now: Mapping[str, Script], texts: StaffTexts) -> None:
        self._database = database
        self._open = open_now
        self._texts = texts
        self._past: Mapping[str, Script] = {}

    async def all(self) -> Mapping[str, Script]:
        """Return the scripts by engagement: the open ones first, then those that are over."""
        async with self._database.reading() as connection:
            # Another copy of Sayso may have other content, while it is changed: so it is asked each time which there are.
            over = await engagements_in_use(connection) - set(self._open)
            if over != set(self._past):
                self._past = await past_scripts(connection, self._open)
        return {**self._open, **self._past}

    async def script(self, engagement: str) -> Script | None:
        """Return an engagement's script, None where there is no such engagement."""
        return self._open.get(engagement) or (await self.all()).get(engagement)

    def is_over(self, engagement: str) -> bool:
        """Whether nobody is asked an engagement's questions any more."""
        return engagement not in self._open

    def usual(self, engagement: str) -> Script:
        """Return the open engagement of that id; where there is none, the first one that is open."""
        return self._open.get(engagement) or next(iter(self._open.values()))

    def name(self, script: Script) -> str:
        """Return an engagement's title, with a word where it is over."""
        over = self.is_over(script.engagement)
        return self._texts.say("overview.over_mark", title=script.title) if over else script.title

    async def named(self, without: str = "") -> Sequence[Named]:
        """Return all of them as a list shows them, but one."""
        scripts = (await self.all()).values()
        return [Named(script.engagement, self.name(script)) for script in scripts if script.engagement != without]

    def notice(self, script: Script) -> str:
        """Return what a page says of an engagement that is over, also when its answers go; nothing of an open one."""
        if not self.is_over(script.engagement):
            return ""
        last = last_day(script.values)
        kept = self._texts.say("overview.over_until", day=f"{last.day} {last:%B %Y}") if last else ""
        return f"{self._texts.say('overview.over')} {kept}".strip()
