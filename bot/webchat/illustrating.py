"""Puts pictures beside words: one idea a message for those who read Easy Read, and drawn faces on a scale for everybody."""

from dataclasses import dataclass, replace

from bot.webchat.page import Choice, Message, Page
from bot.webchat.static_files import StaticFiles, drawing
from conversations.pictures import Picture, Pictures


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as a page shows it: where it is served, and what it shows for whoever does not see it."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Idea:
    """A message, or the part of one that says one thing, with the picture beside it where there is one."""

    message: Message
    picture: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale: its number, its drawn sign (none where the content names none), its words."""

    choice: Choice
    number: str
    picture: str
    words: str


class Illustrations:
    """The pictures of the content, found among what is served. Raises KeyError where one is not drawn: at the start."""

    def __init__(self, pictures: Pictures, static: StaticFiles) -> None:
        self._pictures = pictures
        self._paths = {name: static.path(drawing(name)) for name in pictures.names}

    def ideas(self, page: Page, message: Message) -> tuple[Idea, ...]:
        """Return a message as the ideas it is made of; as one, without a picture, where the content says nothing of it.

        A question, a receipt and a signpost stay whole: their lines belong together.
        """
        beside = () if message.own else self._pictures.of(message.key, page.wording.language)
        if len(beside) < 2 or len(beside) != len(message.lines) or message.numbered or message.receipt:  # noqa: PLR2004
            return (Idea(message, self._drawn(beside[0]) if beside else None),)
        *first, last = zip(message.lines, map(self._drawn, beside), strict=True)
        parts = [Idea(replace(message, lines=(line,), points=(), links=()), picture) for line, picture in first]
        return (*parts, Idea(replace(message, lines=(last[0],), heading=""), last[1]))

    def steps(self, page: Page) -> tuple[Step, ...]:
        """Return the steps of the scale that the page asks for."""
        found = []
        for choice in page.options:
            number, name, words = self._pictures.drawn(choice.label)
            found.append(Step(choice, number, self._paths[name] if name else "", words))
        return tuple(found)

    def _drawn(self, picture: Picture) -> Drawn:
        return Drawn(self._paths[picture.name], picture.alt)
