"""Makes the staff pages' HTML: our templates, over the macros of NHS.UK frontend."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from bot.settings import Settings
from bot.staff.site_files import SiteFiles
from conversations.staff_texts import StaffTexts
from storage.accounts import Role
from storage.moments import moment_of


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page in the menu: where it is, what it is called, whom it is for."""

    path: str
    text: str
    roles: frozenset[Role]

    def on(self, path: str) -> dict[str, object]:
        """Return it as the header's macro takes it, on the page of a path."""
        return {"href": self.path, "text": self.text, "current": path == self.path}


@cache
def environment() -> Environment:
    """Return what templates are read with, each once a process.

    The macros want what is missing to count as empty, also what is missing of that.
    """
    made = Environment(
        loader=ChoiceLoader([PackageLoader("bot.staff", "templates/site"), PackageLoader("nhsuk_frontend_jinja")]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["clock"] = clock
    made.filters["day"] = shown_day
    return made


def values_of_every_page(files: SiteFiles, texts: StaffTexts, settings: Settings) -> dict[str, object]:
    """Return what every page is given."""
    return {
        "say": texts.say,
        "static": files.path,
        "styled": files.styled,
        "logo": files.path("logo") if files.has_logo else "",
        "organisation": settings.organisation,
    }


def clock(minute: int) -> str:
    """Return a minute as England's clocks show it, such as `22 November 2026, 09:40`."""
    moment = moment_of(minute)
    return f"{moment.day} {moment:%B %Y, %H:%M}"


def shown_day(day: date) -> str:
    """Return a day such as `22 November 2026`."""
    return f"{day.day} {day:%B %Y}"
