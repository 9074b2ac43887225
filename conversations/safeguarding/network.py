"""A small neural network over the sentences of one text, in whole numbers, so that every machine says the same.

Words become vectors, each place sees its neighbours and then theirs, and the strongest and the average of what was seen
anywhere decide (a convolutional network for sentences after Kim, 'Convolutional Neural Networks for Sentence
Classification', 2014). Weights and what flows between the layers are small whole numbers (Jacob and others,
'Quantization and Training of Neural Networks', 2018): sums of their products stay under 2^24, where single-precision
numbers are exact, so the order in which a processor adds them up changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from conversations.word_tries import WordTable

Numbers: TypeAlias = NDArray[np.float32]

UNKNOWN = 0
"""Stands for every word that it does not know."""

MOST = 127.0
"""What flows between layers is at most so much."""

GAPS = (1, 2)
"""How far a place's neighbours are from it, in the first layer and in the second."""

MEAN_SCALE = 4.0
"""An average is counted in quarters."""

EXACT = 2.0**24
"""Up to here single precision holds every whole number."""

LAYERS = ("near", "far", "hidden", "out")
"""Each has `NAME_weights` (inputs x outputs, int8), and for each output `NAME_scale` and `NAME_bias` (float32)."""


class Network:
    """What was learned, ready to read texts; unchanging, safe to share between threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """`arrays` as the learning writes them: `words` (their bytes, one a line), `vectors` (words x width, int8) and
        the `LAYERS`. Raises ValueError where one is missing, they do not fit together, or a sum could become too large.
        """
        try:
            words = bytes(arrays["words"]).decode().split("\n")
            vectors = arrays["vectors"]
            layers = {
                name: tuple(arrays[f"{name}_{part}"].astype(np.float32) for part in ("weights", "scale", "bias"))
                for name in LAYERS
            }
        except KeyError as error:
            raise ValueError(f"the second opinion's file lacks {error.args[0]!r}") from None
        width, seen = vectors.shape[1], layers["near"][0].shape[1]
        inputs = (3 * width, 3 * seen, 2 * seen, layers["hidden"][0].shape[1])
        if len(words) != len(vectors) or inputs != tuple(layers[name][0].shape[0] for name in LAYERS):
            raise ValueError("the parts of the second opinion's file do not fit together")
        largest = (MOST, 2 * MOST, 2 * MOST * MEAN_SCALE, MOST)
        for name, most in zip(LAYERS, largest, strict=True):
            if np.abs(layers[name][0]).sum(axis=0).max() * most > EXACT:
                raise ValueError(f"sums of the layer {name!r} could become too large to be exact")
        self.places = WordTable.numbered(words)
        self._vectors = vectors
        self._layers = layers

    def ids_of(self, words: Sequence[str]) -> list[int]:
        """Return the words' places in its list; `UNKNOWN` for one it does not know."""
        known = self.places
        return [known.get(word, UNKNOWN) for word in words]

    def read(self, sentences: Sequence[Sequence[int]], runs: Sequence[tuple[int, int]]) -> list[list[float]]:
        """Return what it makes of runs of sentences: for each, one number for each output, above nought a yes.

        `sentences` are the places of their words, none empty; a run is its first sentence and the one after its last.
        Each sentence is seen by itself, so a run says the same whatever stands before and after it.
        """
        ids: list[int] = []
        begins: list[int] = []
        words: list[int] = []
        for sentence in sentences:
            begins.append(len(ids))
            words.extend(range(len(ids), len(ids) + len(sentence)))
            ids.extend(sentence)
            ids.extend((UNKNOWN,) * max(GAPS))
        inside = np.zeros((len(ids), 1), np.float32)
        inside[words] = 1.0
        first = self._vectors[ids].astype(np.float32) * inside
        near = self._seen("near", around(first, GAPS[0])) * inside
        both = near + self._seen("far", around(near, GAPS[1])) * inside
        middle = both.shape[1]
        counts = np.array([len(sentence) for sentence in sentences], np.float32)
        bounds = [place for run in runs for place in run]
        rows = np.empty((len(runs), 2 * middle), np.float32)
        rows[:, :middle] = over_runs(np.maximum, np.maximum.reduceat(both, begins), bounds)
        rows[:, middle:] = over_runs(np.add, np.add.reduceat(both, begins), bounds)
        rows[:, middle:] *= np.float32(MEAN_SCALE)
        rows[:, middle:] /= over_runs(np.add, counts[:, None], bounds)
        hidden = self._seen("hidden", np.rint(rows, out=rows))
        weights, scale, bias = self._layers["out"]
        said: list[list[float]] = ((hidden @ weights) * scale + bias).tolist()
        return said

    def _seen(self, name: str, numbers: Numbers) -> Numbers:
        """Return one layer's outputs: whole numbers from nought to `MOST`."""
        weights, scale, bias = self._layers[name]
        sums = numbers @ weights
        sums *= scale
        sums += bias
        np.rint(sums, out=sums)
        # Twice as fast as np.clip on so few numbers.
        np.maximum(sums, np.float32(0.0), out=sums)
        np.minimum(sums, np.float32(MOST), out=sums)
        return sums


def over_runs(how: np.ufunc, numbers: Numbers, bounds: Sequence[int]) -> Numbers:
    """Return for each run of rows the rows of `numbers` made one by `how`, all runs at once.

    `bounds` holds the first row of each run and the one after its last, run after run.
    """
    # reduceat goes from each bound to the next: what lies between two runs is left out. A last row more may be named.
    with_end = np.concatenate((numbers, numbers[-1:]))
    found: Numbers = how.reduceat(with_end, bounds)[::2]
    return found


def around(numbers: Numbers, gap: int) -> Numbers:
    """Return for each place the numbers `gap` before it, its own and those `gap` after it, in one row."""
    count, width = numbers.shape
    rows = np.zeros((count, 3 * width), np.float32)
    rows[:, width : 2 * width] = numbers
    if count > gap:
        rows[gap:, :width] = numbers[:-gap]
        rows[:-gap, 2 * width :] = numbers[gap:]
    return rows
