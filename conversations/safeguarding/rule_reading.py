"""Reads one language's rule files into rules, guards, cues and words, noting every mistake for its editor."""

from collections.abc import Mapping, Sequence
from typing import Any

from conversations.reading import Problems, Source
from conversations.safeguarding.rules import Cue, Guard, Rule, RuleSet, Scope
from conversations.safeguarding.signals import Category, Level, Subject, Urgency
from conversations.safeguarding.vocabulary import Vocabulary

WORDS_FILE = "words.toml"
FILE_KEYS = frozenset({"language", "category", "version", "approved_by", "approved_on", "checked", "rules", "guards", "cues"})  # fmt: skip
RULE_KEYS = frozenset(
    {"id", "category", "urgency", "level", "firm", "past", "subject", "patterns", "match", "no_match", "source",
     "version", "approved_by", "approved_on"}
)  # fmt: skip
GUARD_KEYS = frozenset({"id", "scope", "leaves", "categories", "patterns", "match", "no_match", "source"})
CUE_KEYS = frozenset({"id", "subject", "past", "patterns"})
WORDS_KEYS = frozenset(
    {"language", "checked", "common", "turns", "forgiving", "unforgiven", "joined", "possessives", "prefixes", "suffixes",
     "classes", "phrases", "spellings", "irregular", "same", "symbols"}
)  # fmt: skip


def read_vocabulary(language: str, source: Source | None, problems: Problems) -> Vocabulary:
    """Return the words of a `words.toml`; those of a language that has none, where there is no such file."""
    if source is None:
        return Vocabulary(language)
    data = source.data
    check_language(language, source, problems)
    problems.no_other_keys(source, "", data, WORDS_KEYS)

    def lists(name: str) -> dict[str, tuple[str, ...]]:
        table = problems.table(source, name, data.get(name))
        return {key: problems.texts(source, f"{name}.{key}", value) for key, value in table.items()}

    def words(name: str) -> dict[str, str]:
        table = problems.table(source, name, data.get(name))
        return {key: problems.text(source, f"{name}.{key}", value) for key, value in table.items()}

    return Vocabulary(
        language=language,
        classes=lists("classes"),
        phrases=lists("phrases"),
        spellings=words("spellings"),
        irregular=lists("irregular"),
        forgiving=problems.texts(source, "forgiving", data.get("forgiving")),
        unforgiven=frozenset(problems.texts(source, "unforgiven", data.get("unforgiven"))),
        joined=problems.texts(source, "joined", data.get("joined")),
        possessives=problems.texts(source, "possessives", data.get("possessives")),
        same=lists("same"),
        common=problems.texts(source, "common", data.get("common")),
        symbols=words("symbols"),
        prefixes=problems.texts(source, "prefixes", data.get("prefixes")),
        suffixes=problems.texts(source, "suffixes", data.get("suffixes")),
        turns=problems.texts(source, "turns", data.get("turns")),
    )


def check_language(language: str, source: Source, problems: Problems) -> None:
    """Note where a file names another language than the folder it lies in."""
    if problems.text(source, "language", source.data.get("language"), required=True) not in {"", language}:
        what = "This file's language is not that of its folder."
        problems.add(source, "language", what, f'Write language = "{language}", or move the file.')


def read_rules(language: str, sources: Sequence[Source], problems: Problems) -> RuleSet:
    """Return the rules, guards and cues of all of a language's files; what is amiss is left out and noted."""
    rules: list[Rule] = []
    guards: list[Guard] = []
    cues: list[Cue] = []
    seen: set[str] = set()
    for source in sources:
        problems.no_other_keys(source, "", source.data, FILE_KEYS)
        check_language(language, source, problems)
        for kind, keys in (("rules", RULE_KEYS), ("guards", GUARD_KEYS), ("cues", CUE_KEYS)):
            for number, table in enumerate(problems.tables(source, kind, source.data.get(kind))):
                path = f"{kind}.{number}"
                problems.no_other_keys(source, path, table, keys)
                name = problems.text(source, f"{path}.id", table.get("id"), required=True)
                if name in seen:
                    problems.add(source, f"{path}.id", f"The id '{name}' is used twice.", "Give each its own.")
                seen.add(name)
                if not problems.texts(source, f"{path}.patterns", table.get("patterns")):
                    advice = 'Write patterns = ["..."] under it.'
                    problems.add(source, path, f"'{name}' has no patterns.", advice)
                if kind == "rules":
                    rule = read_rule(source, path, table, problems)
                    rules += [rule] if rule else []
                elif kind == "guards":
                    guards.append(read_guard(source, path, table, problems))
                else:
                    cues.append(read_cue(source, path, table, problems))
    return RuleSet(language, tuple(rules), tuple(guards), tuple(cues))


def read_rule(source: Source, path: str, table: Mapping[str, Any], problems: Problems) -> Rule | None:
    """Return one rule; None where it lacks what it cannot do without. The file's head fills in what it leaves out."""
    head = source.data

    def of(key: str) -> Any:
        return table.get(key, head.get(key))

    category = problems.named(source, f"{path}.category", of("category"), Category)
    urgency = problems.named(source, f"{path}.urgency", table.get("urgency"), Urgency)
    level = problems.named(source, f"{path}.level", table.get("level", "full"), Level)
    for examples in ("match", "no_match"):
        if not problems.texts(source, f"{path}.{examples}", table.get(examples)):
            what = f"'{table.get('id')}' has no example under {examples}."
            problems.add(source, path, what, f'Write {examples} = ["..."] with at least one sentence.')
    if category is None or urgency is None or level is None:
        return None
    subject = table.get("subject")
    version = of("version")
    return Rule(
        id=problems.text(source, f"{path}.id", table.get("id")),
        category=category,
        urgency=urgency,
        level=level,
        firm=problems.flag(source, f"{path}.firm", table.get("firm", True)),
        past=problems.flag(source, f"{path}.past", table.get("past")),
        subject=problems.named(source, f"{path}.subject", subject, Subject) if subject is not None else None,
        patterns=problems.texts(source, f"{path}.patterns", table.get("patterns")),
        match=problems.texts(source, f"{path}.match", table.get("match")),
        no_match=problems.texts(source, f"{path}.no_match", table.get("no_match")),
        source=problems.text(source, f"{path}.source", table.get("source")),
        version=version if isinstance(version, int) else 0,
        approved_by=problems.text(source, f"{path}.approved_by", of("approved_by")),
        approved_on=str(of("approved_on") or ""),
    )


def read_guard(source: Source, path: str, table: Mapping[str, Any], problems: Problems) -> Guard:
    """Return one guard; a wrong scope or level is noted and read as the narrowest."""
    scope = problems.named(source, f"{path}.scope", table.get("scope", "words"), Scope)
    leaves = problems.named(source, f"{path}.leaves", table.get("leaves", "none"), Level)
    return Guard(
        id=problems.text(source, f"{path}.id", table.get("id")),
        scope=scope or Scope.WORDS,
        leaves=leaves or Level.QUIET,
        categories=frozenset(problems.all_named(source, f"{path}.categories", table.get("categories"), Category)),
        patterns=problems.texts(source, f"{path}.patterns", table.get("patterns")),
        match=problems.texts(source, f"{path}.match", table.get("match")),
        no_match=problems.texts(source, f"{path}.no_match", table.get("no_match")),
    )


def read_cue(source: Source, path: str, table: Mapping[str, Any], problems: Problems) -> Cue:
    """Return one cue."""
    subject = table.get("subject")
    return Cue(
        id=problems.text(source, f"{path}.id", table.get("id")),
        subject=problems.named(source, f"{path}.subject", subject, Subject) if subject is not None else None,
        past=problems.flag(source, f"{path}.past", table.get("past")),
        patterns=problems.texts(source, f"{path}.patterns", table.get("patterns")),
    )
