"""`sayso safety`: how well the safety net hears, on example texts that anyone can read; and how often it was needed."""

import argparse
import sys
from pathlib import Path
from typing import Any

import tomli_w

from bot.cli.counts import add_counts
from bot.cli.help_pages import HelpPages
from conversations.errors import ContentError
from conversations.reading import Problems
from conversations.safeguarding.corpus import Split, corpus_checked, load_corpus
from conversations.safeguarding.detector import Detector, load_detector
from conversations.safeguarding.language_files import read_language_files
from conversations.safeguarding.scoring import Outcome, by_language, markdown, outcomes
from conversations.safeguarding.signals import Level
from conversations.safeguarding.vocabulary import ENGLISH
from conversations.safeguarding_files import SAFETY_SCORES


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
        formatter_class=HelpPages,
        description=(
            "Reads every example text in conversations/content/safeguarding/corpus, as if its writer had chosen its\n"
            "language, and prints what was answered: of disclosures the full signpost is right, of harmless texts it is\n"
            "a false alarm. Which texts are held out follows from their letters, so nobody can choose them. Rules are\n"
            "written against the others only (--split rules); the score that counts is on those held out."
        ),
        epilog=(
            "examples:\n"
            "  sayso safety score                                        the published score\n"
            "  sayso safety score --language pl --split rules --missed   what to work on next in Polish\n"
            "  sayso safety score --write                                after rules or texts have changed\n\n"
            "The rules are explained in docs/safeguarding_rules.md; `sayso script check` finds mistakes in them."
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
        examples = load_corpus()
        known = sorted({example.language for example in examples})
        if arguments.language not in {None, *known}:
            sys.stderr.write(f"there are no example texts in '{arguments.language}'; there are: {', '.join(known)}\n")
            return 2
        found = outcomes(load_detector(), examples, split, arguments.language)
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{markdown(found)}\n\n{how_far_checked(arguments.language)}\n")
    if arguments.write and not written():
        return 1
    if arguments.missed:
        sys.stdout.write("".join(f"{line}\n" for line in wrong_ones(found)))
    return 0


def written() -> bool:
    """Measure all languages and write scores.toml; say why where it cannot be written."""
    try:
        SAFETY_SCORES.write_text(scores_file(load_detector()), encoding="utf-8")
    except OSError as error:
        sys.stderr.write(
            f"{SAFETY_SCORES} cannot be written: {error.strerror}; run this where Sayso's files may be changed\n"
        )
        return False
    return True


def how_far_checked(language: str | None) -> str:
    """Return what the files of rules and of example texts say of how far they were checked; of one language or of all."""
    rows = ["How far the rules and the example texts were checked, as their files say:"]
    for code, own in read_language_files(Problems()).items():
        if language in {None, code}:
            rows.append(f"  rules in {code}/: {'; '.join(own.checked) or 'nothing is said'}")
    for code, file, checked in corpus_checked():
        if language in {None, code}:
            rows.append(f"  corpus/{Path(file).name}: {checked or 'nothing is said'}")
    return "\n".join(rows)


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
