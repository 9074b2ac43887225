"""What redaction takes out, and what stands in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of identifying words; the value is what a reader sees between the brackets."""

    NAME = "name"
    SCHOOL = "school"
    ACCOUNT = "account"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    NHS_NUMBER = "nhs number"
    DATE_OF_BIRTH = "date of birth"
    LINK = "link"
    ADDRESS = "address"
    NUMBER = "number"

    @property
    def placeholder(self) -> str:
        """What is written instead, such as `[name]`."""
        return f"[{self.value}]"


UNREADABLE = "[taken out]"
"""What is stored when redaction could not be done: never the words themselves."""

PLACEHOLDER = re.compile(r"\[(?:" + "|".join(sorted((*Kind, "taken out"), key=len, reverse=True)) + r")\]")


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text without its identifying words: `found` counts what was taken out by kind and never holds a word of it."""

    text: str
    found: Mapping[Kind, int]
    failed: bool = False
