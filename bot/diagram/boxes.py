"""How large each item of a flow's picture is: its words broken into lines, and the box around them."""

import textwrap
from collections import Counter
from dataclasses import dataclass, replace

from bot.diagram.layers import Layered
from conversations.flow import Flow, Node, NodeKind
from conversations.flow_labels import BETWEEN

NODE_WIDTH = 318.0
NODE_LETTERS = 38
NODE_LINES = 2
ROUND_ENDS = 3
LABEL_LETTERS = 29
LETTER = 7.7
LINE = 19.0
LABEL_LINE = 18.0
SHORT_LABEL = 20
"""Letters a label may have to stand beside its line rather than on it, where a step leads to one other only."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where an item stands: its centre from the left, its top, its size, its words line by line, and whether they stand beside it."""

    x: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    beside: bool = False

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width / 2

    def moved(self, x: float, y: float) -> "Box":
        """Return the box elsewhere."""
        return replace(self, x=self.x + x, top=self.top + y)


def sizes_of(flow: Flow, layered: Layered) -> dict[str, Box]:
    """Return a box of each item's size with its words in lines, not yet at any place."""
    nodes = {node.id: node for node in flow.nodes}
    ways = Counter(edge.source for edge in flow.edges)
    sizes = {}
    for item in (item for layer in layered.layers for item in layer):
        if item.node:
            sizes[item.id] = node_size(nodes[item.node])
        elif item.label:
            edge = flow.edges[item.edge]
            sizes[item.id] = label_size(edge.label, alone=ways[edge.source] == 1)
        else:
            sizes[item.id] = Box(0, 0, 4, 0)
    return sizes


def node_size(node: Node) -> Box:
    """Return a node's box: its name, the beginning of its words, and a line for what leads back."""
    letters = NODE_LETTERS - (ROUND_ENDS if node.kind is NodeKind.ENDING else 0)
    lines = tuple(textwrap.TextWrapper(letters, max_lines=NODE_LINES, placeholder=" …").wrap(node.text))
    return Box(0, 0, NODE_WIDTH, LINE * (len(lines) + 1 + bool(node.again)) + 12, lines)


def label_size(label: str, *, alone: bool) -> Box:
    """Return a label's box; a short one that is alone below its node stands beside the line."""
    lines = wrapped_label(label)
    width = max(map(len, lines)) * LETTER + 18
    if alone and len(label) <= SHORT_LABEL:
        return Box(0, 0, 2 * width, LABEL_LINE + 6, lines, beside=True)
    return Box(0, 0, width, LABEL_LINE * len(lines) + 7, lines)


def wrapped_label(label: str) -> tuple[str, ...]:
    """Return a label in lines; no button's words are parted where it fits into a line."""
    lines: list[str] = []
    for group in label.splitlines():
        line = ""
        for button in group.split(BETWEEN):
            longer = f"{line}{BETWEEN}{button}" if line else button
            if line and len(longer) > LABEL_LETTERS:
                lines += textwrap.wrap(line, LABEL_LETTERS)
                longer = button
            line = longer
        lines += textwrap.wrap(line, LABEL_LETTERS)
    return tuple(lines)
