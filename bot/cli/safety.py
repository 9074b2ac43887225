"""`sayso safety`: how well the safety net hears, on example texts that anyone can read; and how often it was needed."""

import argparse
import sys
from typing import Any

import tomli_w

from bot.cli.counts import add_counts
from conversations.content import SAFETY_SCORES
from conversations.errors import ContentError
from conversations.safeguarding.corpus import Split, load_corpus
from conversations.safeguarding.detector import Detector, load_detector
from conversations.safeguarding.scoring import Outcome, by_language, markdown, outcomes
from conversations.safeguarding.signals import Level
from conversations.safeguarding.vocabulary import ENGLISH


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "safety",
        help="score the safety net, and count how often help was shown",
        description="Shows how well the safety net notices what children write about harm, and how often help was shown.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    score = actions.add_parser(
        "score",
        help="caught, missed and false alarms by language, urgency and category",
        description=(
            "Reads every example text in conversations/content/safeguarding/corpus with the rules and prints a table. "
            "Rules are written against one half of the texts; the published score is on the other half, held_out."
        ),
    )
    score.add_argument(
        "--split", choices=("held_out", "rules", "all"), default="held_out", help="which half (held_out)"
    )
    score.add_argument("--language", metavar="CODE", help="only this language, such as en")
    score.add_argument("--missed", action="store_true", help="also list the texts it got wrong, of the rules half only")
    score.add_argument(
        "--write", action="store_true", help="write what was measured to scores.toml, which tells what is heard badly"
    )
    score.set_defaults(run=show_score)
    add_counts(actions)


def show_score(arguments: argparse.Namespace) -> int:
    """Print the table; 1 where the rules or the example texts cannot be read, with every mistake."""
    try:
        split = None if arguments.split == "all" else Split(arguments.split)
        found = outcomes(load_detector(), load_corpus(), split, arguments.language)
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{markdown(found)}\n")
    if arguments.write:
        SAFETY_SCORES.write_text(scores_file(load_detector()), encoding="utf-8")
    if arguments.missed:
        sys.stdout.write("".join(f"{line}\n" for line in wrong_ones(found)))
    return 0


def wrong_ones(found: tuple[Outcome, ...]) -> list[str]:
    """Return the texts that were answered wrongly; none of the held-out half, whose texts no rule may be written to."""
    shown = [one for one in found if not one.right and one.example.split is Split.RULES]
    return ["", *(f"{one.example.category or one.example.kind}: {one.example.text!r}" for one in shown)]


SCORES_HEAD = """\
# How well each language is heard: measured on the held-out example texts by `sayso safety score --write`, never typed.
# Where less than 75 of 100 disclosures are caught, the help lines stand under every question instead.

"""


def scores_file(detector: Detector) -> str:
    """Return the text of scores.toml, measured now. Raises ContentError as `load_corpus` does."""
    table: dict[str, dict[str, int]] = {}
    for one in outcomes(detector, load_corpus(), Split.HELD_OUT):
        score = table.setdefault(
            one.example.language, dict.fromkeys(("caught", "disclosures", "alarmed", "harmless"), 0)
        )
        told = one.example.category is not None
        score["disclosures" if told else "harmless"] += 1
        score["caught" if told else "alarmed"] += one.level is Level.FULL
    return SCORES_HEAD + tomli_w.dumps(dict(sorted(table.items())))


def score_table(split: Split | None = Split.HELD_OUT) -> str:
    """Return the tables for the README: English in full, then every language in a line.

    Raises ContentError as `load_detector` and `load_corpus` do.
    """
    examples = load_corpus()
    found = outcomes(load_detector(), examples, split)
    alone = outcomes(load_detector(second_opinions=False), examples, split)
    english = [one for one in found if one.example.language == ENGLISH]
    return f"{markdown(english)}\n\n{by_language(found, alone)}"
