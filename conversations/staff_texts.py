"""What the adults at an event read: on the event's own page and in a staff chat."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffTexts:
    """The texts by key, such as `alert.just_now`."""

    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return a text with its `{places}` filled. Raises KeyError for a text or a value that is not there."""
        return self.texts[key].format_map(values)
