"""Languages of a few rules, made up for tests, in the form that the rule files have."""

import tomllib
from collections.abc import Mapping

from conversations.reading import Problems, Source
from conversations.safeguarding.detector import Detector
from conversations.safeguarding.language_files import LanguageFiles, places_of, read_language_files
from conversations.safeguarding.rule_reading import read_rules, read_vocabulary


def files_of(code: str, patterns: list[str], words: str = "", guards: str = "") -> LanguageFiles:
    """A language with one rule of these patterns; `words` and `guards` are as in its files."""
    problems = Problems()
    rule = {"id": f"{code}-one", "urgency": "high", "patterns": patterns, "match": ["x"], "no_match": ["y"]}
    data = tomllib.loads(guards) | {"language": code, "category": "abuse_physical", "rules": [rule]}
    vocabulary = read_vocabulary(code, Source("words.toml", tomllib.loads(words) | {"language": code}, {}), problems)
    source = Source("rules.toml", data, {})
    problems.raise_if_any()
    return LanguageFiles(vocabulary, read_rules(code, [source], problems), places_of([source]))


def detector_of(**patterns: list[str]) -> Detector:
    """The English rules that ship, with languages of these patterns beside them."""
    problems = Problems()
    english: Mapping[str, LanguageFiles] = {"en": read_language_files(problems)["en"]}
    detector = Detector({**english, **{code: files_of(code, own) for code, own in patterns.items()}}, problems)
    problems.raise_if_any()
    return detector


def catches(files: LanguageFiles, text: str) -> bool:
    """Whether the language's rules notice a text. Raises ContentError where a pattern cannot be read."""
    problems = Problems()
    language = files.compiled(problems)
    problems.raise_if_any()
    return bool(language.read(text).full)
