"""Checks the rule files for their editors: that they can be read, and that every example behaves as its rule says."""

from collections.abc import Mapping

from conversations.errors import Problem
from conversations.reading import Problems
from conversations.safeguarding.language_detector import LanguageDetector
from conversations.safeguarding.language_files import LanguageFiles, read_language_files
from conversations.safeguarding.rules import Guard, Rule
from conversations.safeguarding.signals import Level


def check_rules() -> tuple[Problem, ...]:
    """Return every mistake in the rule files of all languages, in the order of the files; empty where all is well.

    A rule's `match` must be noticed by it, its `no_match` must not set off the full signpost at all. A guard's `match`
    must stay without a full signpost, its `no_match` must not be held back by it.
    """
    problems = Problems()
    files = read_language_files(problems)
    for own in files.values():
        check_examples(own, own.compiled(problems), problems)
    check_ids(files, problems)
    return tuple(sorted(problems.found, key=lambda problem: (problem.file, problem.line)))


def check_examples(own: LanguageFiles, language: LanguageDetector, problems: Problems) -> None:
    """Note every example of one language that does not behave."""
    owners: tuple[Rule | Guard, ...] = (*own.rule_set.rules, *own.rule_set.guards)
    for owner in owners:
        source, path = own.places[owner.id]
        for text in owner.match:
            wrong = missed(language, owner, text) if isinstance(owner, Rule) else bool(language.read(text).full)
            if wrong:
                what = f"'{owner.id}' does not do what it should with its example '{text}'."
                problems.add(source, f"{path}.match", what, "Widen a pattern, or mend the example.")
        for text in owner.no_match:
            wrong = bool(language.read(text).full) if isinstance(owner, Rule) else owner.id in language.guarding(text)
            if wrong:
                what = f"'{owner.id}' should leave '{text}' alone."
                advice = "Narrow a pattern or add a guard, or mend the example."
                problems.add(source, f"{path}.no_match", what, advice)


def check_ids(files: Mapping[str, LanguageFiles], problems: Problems) -> None:
    """Note every id that two languages use: signals name rules by their ids only."""
    seen: dict[str, str] = {}
    for code, own in files.items():
        for name, (source, path) in own.places.items():
            first = seen.setdefault(name, code)
            if first != code:
                what = f"The id '{name}' is used in '{first}', too."
                problems.add(source, f"{path}.id", what, f"Begin it with the language: '{code}-{name}'.")


def missed(language: LanguageDetector, rule: Rule, text: str) -> bool:
    """Whether a rule does not notice its own example at its own level."""
    reading = language.read(text)
    noticed = reading.full if rule.level is Level.FULL else (*reading.quiet, *reading.full)
    return rule.id not in {found.id for found in noticed}
