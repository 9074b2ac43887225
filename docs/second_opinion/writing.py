"""Writes the student as Sayso runs it: in small whole numbers, after looking how large its numbers get."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import relu

from conversations.safeguarding.network import MEAN_SCALE, MOST
from docs.second_opinion.student import Sentences, Student

USUAL = 0.9998
"""Numbers beyond this share of what the texts come to are cut off, so that the rest can be told apart finely."""


def whole_numbers(student: Student, words: Sequence[str], texts: Sequence[Sentences]) -> dict[str, NDArray[Any]]:
    """Return the arrays that `Network` reads; `texts` are those on which the size of numbers is measured."""
    vectors, near_size, far_size, hidden_size = sizes(student, texts)
    table = student.vectors().detach()
    arrays: dict[str, NDArray[Any]] = {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "vectors": torch.clamp((table / vectors).round(), -MOST, MOST).to(torch.int8).numpy(),
    }
    seen = max(near_size, far_size)
    side = student.near.weight.shape[0]
    arrays |= layer("near", flat(student.near.weight), student.near.bias, vectors, seen)
    arrays |= layer("far", flat(student.far.weight), student.far.bias, seen, seen)
    # The mean comes in quarters: its weights are that much smaller.
    scale = torch.cat([torch.ones(side), torch.full((side,), 1 / MEAN_SCALE)]).unsqueeze(1)
    arrays |= layer("hidden", student.hidden.weight.T * scale, student.hidden.bias, seen, hidden_size)
    arrays |= layer("out", student.out.weight.T, student.out.bias, hidden_size, 1.0)
    return arrays


def sizes(student: Student, texts: Sequence[Sentences]) -> tuple[float, float, float, float]:
    """Return what one step of the whole numbers is worth, for the words, the two layers and the hidden one."""
    seen: dict[str, list[torch.Tensor]] = {"near": [], "far": [], "hidden": []}
    hooks = [
        module.register_forward_hook(lambda _m, _i, out, kept=kept: kept.append(relu(out.detach()).flatten()[::7]))
        for module, kept in zip((student.near, student.far, student.hidden), seen.values(), strict=True)
    ]
    with torch.inference_mode():
        for start in range(0, len(texts), 256):
            student(texts[start : start + 256])
    for hook in hooks:
        hook.remove()
    near, far, hidden = (float(np.quantile(torch.cat(kept).numpy(), USUAL)) / MOST for kept in seen.values())
    table = student.vectors().detach().abs()
    return float(np.quantile(table.numpy(), USUAL)) / MOST, near, far, hidden


def flat(weight: torch.Tensor) -> torch.Tensor:
    """Return a convolution's weights as (before, here, after) x inputs in rows, outputs in columns."""
    return weight.permute(2, 1, 0).reshape(-1, weight.shape[0])


def layer(name: str, weights: torch.Tensor, bias: torch.Tensor, takes: float, gives: float) -> dict[str, NDArray[Any]]:
    """Return one layer's arrays; `takes` and `gives` are what a step of its inputs and its outputs is worth."""
    weights = weights.detach()
    step = weights.abs().max(dim=0).values.clamp(min=1e-8) / MOST
    return {
        f"{name}_weights": (weights / step).round().to(torch.int8).numpy(),
        f"{name}_scale": (step * takes / gives).numpy().astype(np.float32),
        f"{name}_bias": (bias.detach() / gives).numpy().astype(np.float32),
    }


def write(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write what Sayso reads."""
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, **dict(arrays))
