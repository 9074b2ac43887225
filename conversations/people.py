"""Who is talking and through which door: the closed lists that every rule, text and table shares."""

from enum import StrEnum


class Audience(StrEnum):
    """Who the person says they are. Each has wording of its own."""

    YOUNG_PERSON = "young_person"
    PARENT_CARER = "parent_carer"
    PROFESSIONAL = "professional"


class AgeBand(StrEnum):
    """The age a person gives, never finer than this. `NOT_SAID` is a choice somebody made, not a missing value."""

    UNDER_10 = "under_10"
    AGE_10_12 = "10_12"
    AGE_13_15 = "13_15"
    AGE_16_17 = "16_17"
    AGE_18_25 = "18_25"
    AGE_26_PLUS = "26_plus"
    NOT_SAID = "not_said"


class Channel(StrEnum):
    """The door a person came through. Telegram's own terms ask for 16 and over in the UK, so some rules look here."""

    WEB = "web"
    TELEGRAM = "telegram"
    TERMINAL = "terminal"
    PAPER = "paper"
