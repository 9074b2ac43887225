"""Sees to it that nobody can edit the safe minimum away: five lines, for all they are meant for, at any hour."""

from collections.abc import Mapping, Sequence

from conversations.helplines import SAFE_MINIMUM, UNDER_19, Helpline
from conversations.people import Audience
from conversations.reading import Problems, Source

NARROWING = ("places", "categories", "never_under_18", "starts_on")
"""What may keep a line from people who need it, and so has no place in the safe minimum."""


def check_safe_minimum(
    helplines: Sequence[Helpline], written: Mapping[str, tuple[Source, str]], source: Source, problems: Problems
) -> None:
    """Note what is wrong with the safe minimum.

    `written` says in which file, and where in it, each entry stands; `source` is the file where all five should be.
    """
    by_id = {helpline.id: helpline for helpline in helplines}
    for missing in SAFE_MINIMUM.keys() - by_id.keys():
        what = f"The help line '{missing}' of the safe minimum is missing."
        problems.add(source, "", what, f"Put it back: these five must always be there: {', '.join(SAFE_MINIMUM)}.")
    for helpline in helplines:
        if helpline.id not in written:
            continue  # its id could not be read, and that is noted already
        file, path = written[helpline.id]
        if helpline.id in SAFE_MINIMUM:
            _check_one(helpline, file, path, problems)
        elif helpline.safe_minimum:
            advice = f"Take the line out: it is for these five alone: {', '.join(SAFE_MINIMUM)}."
            problems.add(file, f"{path}.safe_minimum", f"'{helpline.id}' cannot be of the safe minimum.", advice)


def _check_one(helpline: Helpline, file: Source, path: str, problems: Problems) -> None:
    if not helpline.safe_minimum:
        what = f"'{helpline.id}' is of the safe minimum, but does not say so."
        problems.add(file, path, what, "Add safe_minimum = true.")
    for key in NARROWING:
        if getattr(helpline, key):
            what = f"'{helpline.id}' is of the safe minimum, so it cannot have '{key}'."
            problems.add(file, f"{path}.{key}", what, "Take that line out.")
    reached = SAFE_MINIMUM[helpline.id]
    if (helpline.audiences or helpline.age_bands) and not reached:
        what = f"'{helpline.id}' is of the safe minimum, which is for everybody."
        problems.add(file, path, what, "Take audiences and age_bands out.")
    elif helpline.age_bands and not reached <= helpline.age_bands:
        lacking = ", ".join(sorted(band.value for band in UNDER_19 - helpline.age_bands))
        what = f"'{helpline.id}' must reach everybody who may be under 19."
        problems.add(file, f"{path}.age_bands", what, f"Add to its age_bands: {lacking}.")
    if reached and helpline.audiences and Audience.YOUNG_PERSON not in helpline.audiences:
        what = f"'{helpline.id}' must be for young people."
        problems.add(file, f"{path}.audiences", what, 'Write audiences = ["young_person"].')
    if not any(hours.always for way, hours in helpline.hours.items() if way in ("call", "text")):
        what = f"'{helpline.id}' is of the safe minimum, but no call or text reaches it at any hour."
        problems.add(file, path, what, 'Write hours.call = "always" (or hours.text).')
