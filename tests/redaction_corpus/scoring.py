"""Scores redaction against answers whose identifying words are marked: what leaks, and what is changed for nothing."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ANSWERS = Path(__file__).parent / "answers.tsv"
TODAY = date(2026, 3, 1)
"""The day on which all answers were given."""
MARK = re.compile(r"«([^:»]+):([^»]*)»")
_WORD = re.compile(r"[^\W_]+")

# Words of a marked stretch that tell nobody's name: a leak is what is left beside them.
_TELLING_NOTHING = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "prof",
        "pc",
        "sgt",
        "auntie",
        "aunty",
        "uncle",
        "nana",
        "grandad",
        "coach",
        "father",
        "pastor",
        "imam",
        "the",
        "of",
        "and",
        "a",
        "in",
        "on",
        "at",
        "for",
        "school",
        "academy",
        "grammar",
        "college",
        "uni",
        "primary",
        "catholic",
        "girls",
        "boys",
        "infants",
        "road",
        "street",
        "close",
        "lane",
        "avenue",
        "number",
        "flat",
    ]
)


@dataclass(frozen=True)
class Answer:
    """One made-up answer: its language, its words, and the (kind, words) that have to go."""

    language: str
    text: str
    marked: tuple[tuple[str, str], ...]

    @property
    def half(self) -> str:
        """'tuning' or 'report', by a hash of the text: which one cannot be chosen."""
        return "tuning" if hashlib.sha256(self.text.encode()).digest()[0] % 2 == 0 else "report"


@dataclass
class Score:
    """Counts over a set of answers."""

    spans: Counter[str] = field(default_factory=Counter)
    leaked: Counter[str] = field(default_factory=Counter)
    identifying: int = 0
    leaking: int = 0
    harmless: int = 0
    changed: int = 0
    examples: list[str] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        """Which share of the marked words of one kind is gone."""
        return 1 - self.leaked[kind] / self.spans[kind]


def read_answers(path: Path = ANSWERS) -> list[Answer]:
    """Return the answers of a file."""
    answers = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, marked = line.partition("\t")
            found = tuple((m[1], m[2]) for m in MARK.finditer(marked))
            answers.append(Answer(language, MARK.sub(r"\2", marked), found))
    return answers


def _telling(words: str) -> set[str]:
    found = _WORD.findall(words.lower())
    return {word for word in found if word not in _TELLING_NOTHING} or set(found)


def leaks(answer: Answer, redacted: str) -> list[tuple[str, str]]:
    """Return the marked words of which something is still to be read: any one telling word of a stretch is a leak."""
    rest = answer.text
    for _, words in answer.marked:
        rest = rest.replace(words, " ", 1)
    left = Counter(_WORD.findall(redacted.lower()))
    allowed = Counter(_WORD.findall(rest.lower()))
    return [(kind, words) for kind, words in answer.marked if any(left[w] > allowed[w] for w in _telling(words))]


def kind_of(answer: Answer, kind: str) -> str:
    """Names are counted apart by language."""
    return kind if kind != "name" else ("name, English" if answer.language == "en" else "name, other")


def score(answers: Iterable[Answer], redact: Callable[[Answer], str]) -> Score:
    """Return the counts for one way of redacting."""
    result = Score()
    for answer in answers:
        redacted = redact(answer)
        result.spans.update(kind_of(answer, kind) for kind, _ in answer.marked)
        leaked = leaks(answer, redacted)
        result.leaked.update(kind_of(answer, kind) for kind, _ in leaked)
        if answer.marked:
            result.identifying += 1
            result.leaking += bool(leaked)
        else:
            result.harmless += 1
            result.changed += redacted != answer.text
        if leaked or (not answer.marked and redacted != answer.text):
            result.examples.append(f"{answer.language} {answer.text!r} -> {redacted!r}")
    return result


def table(result: Score) -> str:
    """Return the counts as a table to read."""
    lines = [f"{kind:16} {result.recall(kind):7.1%}  of {result.spans[kind]}" for kind in sorted(result.spans)]
    lines.append(f"{'answers leaking':16} {result.leaking / max(1, result.identifying):7.1%}  of {result.identifying}")
    lines.append(f"{'harmless changed':16} {result.changed / max(1, result.harmless):7.1%}  of {result.harmless}")
    return "\n".join(lines)
