"""The texts that are printed: on posters, and on the sheets that are filled in by hand."""

from collections.abc import Mapping

POSTER: Mapping[str, tuple[str, int, tuple[str, ...]]] = {
    "title": ("poster at an event, in very large letters: an invitation", 40, ()),
    "about": ("poster: what the questions are about", 120, ()),
    "who": ("poster: who asks", 120, ()),
    "computer": ("poster: a computer asks, nobody answers, no name is asked", 300, ()),
    "scan": ("poster, beside the square to scan", 60, ()),
    "type": ("poster, above the address to type", 60, ()),
    "telegram": ("poster: that Telegram is there too, from 16 on", 300, ("bot", "code")),
    "under_10": ("poster: under 10 together with a grown-up", 120, ()),
    "under_13": ("poster: 10 to 12 ask a grown-up first; and under 10 together with one", 160, ()),
    "from_10": ("poster, where under 10 cannot take part: for whom it is", 120, ()),
    "help": ("poster, above the help lines", 80, ()),
}
"""Each with what it is for, how long it may be in characters and the places that it must have."""

PAPER: Mapping[str, tuple[str, int, tuple[str, ...]]] = {
    "how": ("sheet of paper: how many questions, and that no name is asked", 300, ("total",)),
    "typed_in": ("sheet of paper: who reads it first, and what they have to do where somebody is not safe", 300, ()),
    "readers": ("sheet of paper: who reads the answers in the end", 300, ()),
    "needed": ("sheet of paper, under the box for taking part: without it nothing is kept", 120, ()),
    "many_of": ("sheet of paper: several may be ticked", 80, ()),
    "place": ("sheet of paper: asks for the place, where the chat's question speaks of tapping", 120, ()),
    "about_you": ("sheet of paper: above the questions about the person", 300, ()),
    "slip_title": ("sheet of paper, above the part that is torn off", 40, ()),
    "slip": ("the part that is torn off: what the four words are for, and where", 300, ("address",)),
}
"""The same for a sheet of paper; the rest of its words are the chat's own."""
