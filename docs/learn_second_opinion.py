"""Learns the safety net's second opinion from the example texts and writes its table of weights.

    python -m pip install scikit-learn        # needed here only, never by Sayso itself
    python -m docs.learn_second_opinion

Only the `rules` part of the corpus is learned from; the published score is on the other part. Run it again whenever
example texts or the words of the rules change, then `sayso safety score` and `make docs`.
"""

import math
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from conversations.content import SECOND_OPINIONS
from conversations.safeguarding.corpus import Example, Split, load_corpus
from conversations.safeguarding.detector import load_detector
from conversations.safeguarding.second_opinion import IMMEDIATE, features_of, sentences_of
from conversations.safeguarding.signals import Category, Urgency

LANGUAGE = "en"
MOST_FEATURES = 12_000
FEWEST_TEXTS = 2
STRENGTH = 10.0
KIND_STRENGTH = 20.0
LEAST_KIND = 1.0
"""Smaller weights say nothing about a category and are left out."""

SURE, ALARM, HARMLESS, IMMEDIATE_LIMIT = 2.4, 1.2, -0.9, 1.0
"""The limits: chosen so that about as many harmless texts alarm as the rules alone alarm at; the README says what they come to."""

HEAD = """\
# The second opinion's table, learned by docs/learn_second_opinion.py from the example texts: change those, not this.
# A word, two neighbours, or two words near each other (*); how rare it is; how much it speaks for a disclosure (above
# nought) or for a harmless text (below); then what kind of disclosure it speaks for. All in hundredths.
"""


def main() -> int:
    """Learn and write the table; return the exit code."""
    detector = load_detector(second_opinions=False)
    language = detector.language(LANGUAGE)
    examples = [one for one in load_corpus() if one.language == LANGUAGE and one.split is Split.RULES]
    texts = [set[str]().union(*map(features_of, sentences_of(language.tokens(one.text)))) for one in examples]
    told = np.array([one.category is not None for one in examples])
    names, idf = vocabulary(texts)
    matrix = vectors(texts, names, idf)
    first = fitted(matrix, told, STRENGTH)
    strength = np.abs(first.coef_[0]) * np.sqrt(np.asarray(matrix.power(2).mean(0)).ravel())
    names = [names[place] for place in sorted(np.argsort(-strength)[:MOST_FEATURES])]
    matrix = vectors(texts, names, idf)
    model = fitted(matrix, told, STRENGTH)
    kinds, kind_bias = learn_kinds(matrix[told], [one for one in examples if one.category], names)
    lines = [
        HEAD.rstrip("\n"),
        f"!bias\t{model.intercept_[0]:.3f}",
        f"!sure\t{SURE}",
        f"!alarm\t{ALARM}",
        f"!harmless\t{HARMLESS}",
        f"!immediate\t{IMMEDIATE_LIMIT}",
        *(f"!kind {kind}\t{value:.3f}" for kind, value in kind_bias.items()),
    ]
    for place, name in enumerate(names):
        said = [f"{kind}={round(value * 100)}" for kind, value in kinds[place].items()]
        columns = [name, str(round(idf[name] * 100)), str(round(model.coef_[0][place] * 100)), *said]
        lines.append("\t".join(columns))
    SECOND_OPINIONS.mkdir(exist_ok=True)
    (SECOND_OPINIONS / f"{LANGUAGE}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"Learned {len(names)} features from {len(examples)} texts, {told.sum()} of them disclosures.\n")
    return 0


def vocabulary(texts: Sequence[set[str]]) -> tuple[list[str], dict[str, float]]:
    """Return the features that more than one text has, in their order, and how rare each is."""
    counts = Counter(feature for text in texts for feature in text)
    names = sorted(feature for feature, count in counts.items() if count >= FEWEST_TEXTS)
    return names, {feature: math.log(len(texts) / counts[feature]) + 1 for feature in names}


def vectors(texts: Sequence[set[str]], names: Sequence[str], idf: dict[str, float]) -> csr_matrix:
    """Return the texts as rows of equal length."""
    places = {name: place for place, name in enumerate(names)}
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        known = [feature for feature in text if feature in places]
        length = math.sqrt(sum(idf[feature] ** 2 for feature in known)) or 1.0
        for feature in known:
            rows.append(row)
            columns.append(places[feature])
            values.append(idf[feature] / length)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(names)))


def fitted(matrix: csr_matrix, told: np.ndarray, strength: float) -> LogisticRegression:
    """Return a model that tells disclosures from harmless texts, however many of each there are."""
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=3000).fit(matrix, told)


def learn_kinds(
    matrix: csr_matrix, examples: Sequence[Example], names: Sequence[str]
) -> tuple[list[dict[str, float]], dict[str, float]]:
    """Return for each feature what kinds it speaks for, and how common each kind is."""
    kinds: list[dict[str, float]] = [{} for _ in names]
    bias: dict[str, float] = {}
    plain = np.array([float("*" not in name) for name in names])
    signs = [*((kind.value, [one.category is kind for one in examples]) for kind in Category)]
    signs.append((IMMEDIATE, [one.urgency is Urgency.IMMEDIATE for one in examples]))
    for kind, wanted in signs:
        model = LogisticRegression(C=KIND_STRENGTH, class_weight="balanced", max_iter=3000)
        model.fit(matrix.multiply(plain).tocsr(), np.array(wanted))
        bias[kind] = float(model.intercept_[0])
        for place in np.flatnonzero(np.abs(model.coef_[0]) >= LEAST_KIND):
            kinds[place][kind] = float(model.coef_[0][place])
    return kinds, bias


if __name__ == "__main__":
    sys.exit(main())
