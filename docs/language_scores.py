"""Scores the telling of languages on texts that none of its rules was made with, and writes the table for the document.

`make docs` puts it into docs/languages.md; alone:   PYTHONPATH=. python docs/language_scores.py
"""

import sys
import tomllib
from collections import Counter
from pathlib import Path

from conversations.languages import detect_language

HELD_OUT = Path(__file__).parent.parent / "tests" / "language_corpus" / "held_out"
LENGTHS = {"short": "1 to 3 words", "middle": "4 to 8 words", "long": "9 to 25 words"}


def score() -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]], int]:
    """Return right answers and texts, each by language and length, and how many English texts were called foreign.

    For English, 'not sure' is right: nobody is asked anything then.
    """
    right: Counter[tuple[str, str]] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    alarms = 0
    for path in sorted(HELD_OUT.glob("*.toml")):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        for length in LENGTHS:
            for text in held[length]:
                said = detect_language(text)
                english = path.stem == "en" and said in ("en", None)
                right[path.stem, length] += english or said == path.stem
                texts[path.stem, length] += 1
                alarms += path.stem == "en" and not english
    return right, texts, alarms


def table() -> str:
    """Return the table in Markdown, with the sums below."""
    right, texts, alarms = score()
    rows = ["| language | " + " | ".join(LENGTHS.values()) + " | all |", "| --- |" + " --- |" * (len(LENGTHS) + 1)]
    for code in sorted({code for code, _ in texts}):
        cells = [f"{right[code, length]} of {texts[code, length]}" for length in LENGTHS]
        whole = sum(right[code, length] for length in LENGTHS), sum(texts[code, length] for length in LENGTHS)
        rows.append(f"| {code} | {' | '.join(cells)} | {whole[0]} of {whole[1]} |")
    sums = [
        (sum(right[key] for key in texts if key[1] == one), sum(texts[key] for key in texts if key[1] == one))
        for one in LENGTHS
    ]
    sums.append((sum(right.values()), sum(texts.values())))
    rows.append("| **all** | " + " | ".join(f"**{100 * a / b:.1f}%**" for a, b in sums) + " |")
    english = sum(number for (code, _), number in texts.items() if code == "en")
    return "\n".join([*rows, "", f"English called foreign: {alarms} of {english}."])


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
