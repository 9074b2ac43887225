"""Checks the rule files for their editors: that they can be read, and that every example behaves as its rule says."""

from conversations.content import safeguarding_sources
from conversations.errors import Problem
from conversations.reading import Problems
from conversations.safeguarding.detector import Detector, places_of, read_detector
from conversations.safeguarding.language_detector import LanguageDetector
from conversations.safeguarding.rules import Guard, Rule
from conversations.safeguarding.signals import Level


def check_rules() -> tuple[Problem, ...]:
    """Return every mistake in the rule files of all languages, in the order of the files; empty where all is well.

    A rule's `match` must be noticed by it, its `no_match` must not set off the full signpost at all. A guard's `match`
    must stay without a full signpost, its `no_match` must not be held back by it.
    """
    problems = Problems()
    detector = read_detector(problems)
    check_examples(detector, problems)
    return tuple(sorted(problems.found, key=lambda problem: (problem.file, problem.line)))


def check_examples(detector: Detector, problems: Problems) -> None:
    """Note every example that does not behave."""
    for code, sources in safeguarding_sources(Problems()).items():
        language = detector.languages[code]
        places = places_of(sources)
        rule_set = language.rule_set
        owners: tuple[Rule | Guard, ...] = (*rule_set.rules, *rule_set.guards)
        for owner in owners:
            source, path = places[owner.id]
            for text in owner.match:
                wrong = missed(language, owner, text) if isinstance(owner, Rule) else bool(language.read(text).full)
                if wrong:
                    what = f"'{owner.id}' does not do what it should with its example '{text}'."
                    problems.add(source, f"{path}.match", what, "Widen a pattern, or mend the example.")
            for text in owner.no_match:
                wrong = (
                    bool(language.read(text).full) if isinstance(owner, Rule) else owner.id in language.guarding(text)
                )
                if wrong:
                    what = f"'{owner.id}' should leave '{text}' alone."
                    problems.add(
                        source, f"{path}.no_match", what, "Narrow a pattern or add a guard, or mend the example."
                    )


def missed(language: LanguageDetector, rule: Rule, text: str) -> bool:
    """Whether a rule does not notice its own example at its own level."""
    reading = language.read(text)
    return rule not in (reading.full if rule.level is Level.FULL else (*reading.quiet, *reading.full))
