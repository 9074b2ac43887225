"""How fast the safety net reads, on this machine: `python -m docs.benchmarks.safeguarding`.

Measured on one core with the rules of all languages compiled: every example text that ships, read with its language as
chosen, and long odd texts that nobody means well with. Takes about a minute; read it on a machine with nothing else to do.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence

from conversations.safeguarding import Detector, default_detector
from conversations.safeguarding.corpus import Example, load_corpus

LONGEST = 20_000
ROUNDS = 3
"""Each text is read so often, and its shortest time counts: what else the machine does is no part of it."""


def odd_texts(examples: Sequence[Example]) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) of texts that are as long as any may be, and as odd."""
    repeated = {
        "one letter": "a", "letters apart": "i ", "one disclosure again and again": "kill myself ", "my dad": "my dad ",
        "combining marks": "a\u0301\u0323", "only combining marks": "\u0301\u0323", "emoji": "😂💀", "nul": "\0",
        "right to left": "\u202eمرحبا ", "lone surrogates": "\ud800", "stars": "*", "starred words": "k*ll ",
        "nested repeats": "aabb", "dots": "k.i.l.l.", "line breaks": "i\n", "apostrophes": "i'", "digits": "k1ll ",
        "arabic letters apart": "و ", "prefixes": "وبال", "vowel signs": "कि", "question marks": "?", "not": "not ",
    }  # fmt: skip
    yield from ((kind, (unit * LONGEST)[:LONGEST]) for kind, unit in repeated.items())
    yield "starred words that differ", " ".join(f"hurt{number}*" for number in range(LONGEST))[:LONGEST]
    yield "unknown words that differ", " ".join(f"hurting{number:x}x" for number in range(LONGEST))[:LONGEST]
    chance = random.Random(1)  # noqa: S311 - no secret is made of it
    points = [*range(32, 0xD800), *range(0xE000, 0x20000)]
    yield "random code points", "".join(map(chr, chance.choices(points, k=LONGEST)))
    every = [example.text for example in examples]
    for language in dict.fromkeys(example.language for example in examples):
        own = [example for example in examples if example.language == language]
        yield f"{language}: harmless talk", joined([one.text for one in own if one.category is None])
        yield f"{language}: disclosures", joined([one.text for one in own if one.category is not None])
        words = sorted({word for one in own for word in one.text.split()})
        yield f"{language}: its words, shuffled", joined(chance.sample(words, len(words)))
    yield "all languages, sentence by sentence", joined(chance.sample(every, len(every)))
    words = sorted({word for text in every for word in text.split()})
    yield "all languages, word by word", joined(chance.sample(words, len(words)))


def joined(texts: Sequence[str]) -> str:
    """Return these texts again and again, as long as a text may be."""
    whole = " ".join(texts) or "."
    return (f"{whole} " * (LONGEST // len(whole) + 1))[:LONGEST]


def seconds(detector: Detector, text: str, language: str | None = None) -> float:
    """Return how long one text takes at best."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        detector.detect(text, language)
        best = min(best, time.perf_counter() - began)
    return best


def main() -> int:
    """Measure and print; returns the exit code."""
    argparse.ArgumentParser(prog="python -m docs.benchmarks.safeguarding", description=__doc__).parse_args()
    out = sys.stdout
    began = time.perf_counter()
    detector = default_detector()
    out.write(f"loaded, with English: {time.perf_counter() - began:.2f} s\n")
    for code in detector.codes:
        began = time.perf_counter()
        detector.language(code)
        out.write(f"  {code} compiled: {time.perf_counter() - began:.2f} s\n")
    examples = load_corpus()
    out.write("\n| example texts | number | texts/s | p50 ms | p99 ms | worst ms |\n|---|---:|---:|---:|---:|---:|\n")
    for language in dict.fromkeys(example.language for example in examples):
        took = sorted(seconds(detector, one.text, language) for one in examples if one.language == language)
        row = (len(took) / sum(took), *(1000 * took[int(share * (len(took) - 1))] for share in (0.5, 0.99, 1)))
        out.write("| {} | {} | {:.0f} | {:.2f} | {:.2f} | {:.2f} |\n".format(language, len(took), *row))
    out.write(f"\n| odd texts of {LONGEST:,} characters | ms |\n|---|---:|\n")
    for kind, text in odd_texts(examples):
        out.write(f"| {kind} | {1000 * seconds(detector, text):.1f} |\n")
        out.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
