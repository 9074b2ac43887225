"""What staff read instead of ids: of options, questions, ages, districts and events, in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.script import Script
from conversations.staff_texts import StaffTexts
from conversations.wording import DEFAULT


def written(day: date) -> str:
    """Return a day as people write it, such as `22 November 2026`."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one engagement. `events` are the names that staff gave their events, by code."""

    script: Script
    texts: StaffTexts
    events: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return a text for staff."""
        return self.texts.say(key, **values)

    def of(self, table: str, key: str) -> str:
        """Return what a key of a table is called."""
        if table == "language":
            # A language that is offered no longer has no wording here; people talked in it all the same.
            return self.script.languages[key].name if key in self.script.languages else self.of("written_in", key)
        if table == "written_in":
            known = f"language_name.{key}"
            return self.texts.say(known) if known in self.texts.texts else self.of("", key)
        if table == "event":
            return f"{self.events[key]} ({key})" if key in self.events else key
        if table == "week":
            return self.say("overview.week", monday=written(date.fromisoformat(key)))
        known = f"overview.{key}"
        return self.texts.say(known) if known in self.texts.texts else key.replace("_", " ")

    def option(self, question: str, option: str) -> str:
        """Return an option's label; what it is called here where it is not one of the script's, such as `not given`."""
        return self._own(f"option.{question}.{option}") or self.of("", option)

    def age(self, band: str) -> str:
        """Return an age band's label."""
        return self._own(f"age_band.{band}") or band

    def question(self, question: str) -> str:
        """Return a question as it is asked of most."""
        return self._own(f"question.{question}") or question

    def _own(self, key: str) -> str:
        wording = self.script.wording("en")
        variants = wording.texts.get(key)
        if not variants:
            return ""
        # The middle age's words stand for all; no question has words for nobody in particular.
        text = variants.get(DEFAULT) or variants.get("13_15") or next(iter(variants.values()))
        return text.format_map(wording.values)
