"""Makes HTML of a document: tables whose rows carry their bar, drawn in SVG, beside their number in words.

A bar says nothing that the number beside it does not, so it is hidden from screen readers; where it is read aloud, on a
small screen, in forced colours and on paper the table is the same.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.figures.model import Document

STYLE = "figures.css"


@cache
def environment() -> Environment:
    """Return what the templates are read with."""
    return Environment(
        loader=PackageLoader("bot.figures"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def drawn(document: Document) -> Markup:
    """Return the sections as HTML, to be put in a page under its heading."""
    return Markup(environment().get_template("_sections.html").render(document=document))  # noqa: S704 - autoescaped


def style() -> str:
    """Return the style sheet of the sections."""
    source, *_ = PackageLoader("bot.figures", "static").get_source(environment(), STYLE)
    return source


def whole_page(document: Document) -> str:
    """Return a document as a page that stands by itself, in one file: nothing is fetched for it."""
    return environment().get_template("report.html").render(document=document, style=Markup(style()))  # noqa: S704 - our own
