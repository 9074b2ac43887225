"""The words of the command line that choose what an export holds."""

import argparse
from datetime import date

from conversations.people import Audience
from storage.exports.filters import Filters, Names


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the filters to a command's parser. Each that takes a LIST takes several, separated by commas."""
    chosen = parser.add_argument_group("filters", "What is not named leaves all in; several have to be true together.")
    chosen.add_argument(
        "--from", dest="first", type=a_day, metavar="DAY", help="agreed to take part on this day or later"
    )
    chosen.add_argument(
        "--to", dest="last", type=a_day, metavar="DAY", help="agreed to take part on this day or before"
    )
    chosen.add_argument(
        "--event", type=a_list, default=(), metavar="LIST", help="came by these codes, such as otter425"
    )
    chosen.add_argument(
        "--place", type=a_list, default=(), metavar="LIST", help="said that they live in these districts"
    )
    chosen.add_argument(
        "--event-place", type=a_list, default=(), metavar="LIST", help="came by the code of an event in these districts"
    )
    chosen.add_argument(
        "--audience",
        type=audiences,
        default=(),
        metavar="LIST",
        help=f"of: {', '.join(item.value for item in Audience)}",
    )
    chosen.add_argument(
        "--language", type=a_list, default=(), metavar="LIST", help="talked in these, such as en,en-easy"
    )
    chosen.add_argument(
        "--question", type=a_list, default=(), metavar="LIST", help="only the answers to these questions"
    )
    chosen.add_argument(
        "--needs-translator",
        action="store_true",
        help="with an answer in another language than English, as far as a program could tell (see docs/languages.md)",
    )


def filters_of(arguments: argparse.Namespace) -> Filters:
    """Return the filters that were asked for."""
    return Filters(
        first=arguments.first,
        last=arguments.last,
        events=arguments.event,
        places=arguments.place,
        event_places=arguments.event_place,
        audiences=arguments.audience,
        languages=arguments.language,
        questions=arguments.question,
        needs_translator=arguments.needs_translator,
    )


def a_day(value: str) -> date:
    """Return a day. Raises ArgumentTypeError for what is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError("write a day as 2026-11-21") from None


def a_list(value: str) -> Names:
    """Return the words between commas. Raises ArgumentTypeError where there are none."""
    if not (names := tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))):
        raise argparse.ArgumentTypeError("write one or more, separated by commas")
    return names


def audiences(value: str) -> Names:
    """Return audiences. Raises ArgumentTypeError for words that are none."""
    known = {item.value for item in Audience}
    if not (names := a_list(value)) or not set(names) <= known:
        raise argparse.ArgumentTypeError(f"write one or more of {', '.join(sorted(known))}, separated by commas")
    return names
