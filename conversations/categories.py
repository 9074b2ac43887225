"""The kinds of harm: a closed list that the safety net, the signposts and the help lines share."""

from enum import StrEnum


class Category(StrEnum):
    """The kinds of harm of 'Working Together to Safeguard Children' and 'Keeping Children Safe in Education'."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    ABUSE_PHYSICAL = "abuse_physical"
    ABUSE_EMOTIONAL = "abuse_emotional"
    ABUSE_SEXUAL = "abuse_sexual"
    NEGLECT = "neglect"
    EXPLOITATION = "exploitation"
    DOMESTIC_VIOLENCE = "domestic_violence"
    EATING = "eating"
    RUNNING_AWAY = "running_away"
    BULLYING = "bullying"
    IMMEDIATE_DANGER = "immediate_danger"
    WORRY_ABOUT_OTHER = "worry_about_other"
