"""Gives everything in a layered flow its place on the page: sizes from the words, columns by balance, rows from above.

Within a layer the order is fixed and neighbours keep their distance; under that rule each item moves as near as it can
to the items it is joined to. The nearest places for a whole layer are found at once, by pooling neighbours that would
overlap (the pool-adjacent-violators algorithm for isotonic regression).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.diagram.boxes import Box, sizes_of
from bot.diagram.layers import Item, Layered, arrange, neighbours
from conversations.flow import Edge, Flow

BETWEEN_ITEMS = 20.0
BETWEEN_LAYERS = 10.0
BESIDE_LINE = 2.0
BETWEEN_PARTS = 34.0
ROUNDS = 240
STRAIGHT = 30.0
"""How much more an edge keeps its own line than it draws its ends together."""

SLOPE, STEEPEST = 16.0, 22.0
"""How much a line that comes from the side adds to the room above where it ends, and at most."""

PASSES = 3
"""How often edges are straightened: one may have to wait until the one beside it is out of its way."""

FAR = 1e9
UNMOVED = 1e9
"""The weight of what stays where it is."""


@dataclass(frozen=True, slots=True)
class Road:
    """An edge on the page: its source, the box of its label, the places it passes, its target."""

    edge: Edge
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The place of every node and edge, and the size of the whole."""

    nodes: Mapping[str, Box]
    roads: tuple[Road, ...]
    width: float
    height: float

    def moved(self, x: float, y: float) -> "Page":
        """Return the page with everything on it elsewhere."""
        nodes = {name: box.moved(x, y) for name, box in self.nodes.items()}
        roads = tuple(Road(road.edge, tuple(box.moved(x, y) for box in road.boxes)) for road in self.roads)
        return Page(nodes, roads, self.width, self.height)


def place(flow: Flow) -> Page:
    """Return the places of everything: each part by itself, the smaller ones where the largest leaves room."""
    page = Page({}, (), 0, 0)
    for part in parts(flow):
        page = beside(page, place_part(part))
    return page


def place_part(flow: Flow) -> Page:
    """Return the places of a part that hangs together."""
    layered = arrange(flow)
    sizes = sizes_of(flow, layered)
    columns = balanced(layered, sizes, flow)
    left = round(min(columns[name] - sizes[name].width / 2 for name in columns) - 0.1, 1)
    boxes: dict[str, Box] = {}
    top = 0.0
    for layer in layered.layers:
        height = max(sizes[item.id].height for item in layer)
        top += gap_above(layer, layered, columns, sizes)
        for item in layer:
            box = sizes[item.id]
            boxes[item.id] = replace(box, x=round(columns[item.id] - left, 1), top=top + (height - box.height) / 2)
        top += height
    roads = tuple(
        Road(edge, tuple(boxes[item.id] for item in route))
        for edge, route in zip(flow.edges, layered.routes, strict=True)
    )
    nodes = {node.id: boxes[node.id] for node in flow.nodes}
    return Page(nodes, roads, max(box.right for box in boxes.values()), top)


def gap_above(
    layer: tuple[Item, ...], layered: Layered, columns: Mapping[str, float], sizes: Mapping[str, Box]
) -> float:
    """Return the room above a layer: the more, the further the lines that end there come from the side."""
    here = {item.id for item in layer}
    steps = [pair for route in layered.routes for pair in pairwise(route) if pair[1].id in here]
    if not steps:
        return 0
    aside = max(abs(columns[upper.id] - columns[lower.id]) for upper, lower in steps)
    if aside < 1 and all(sizes[item.id].beside for pair in steps for item in pair if item.label):
        return BESIDE_LINE
    return BETWEEN_LAYERS + min(aside / SLOPE, STEEPEST)


def parts(flow: Flow) -> list[Flow]:
    """Return the parts that no edge joins, the largest first."""
    part_of = {node.id: number for number, node in enumerate(flow.nodes)}
    for _ in flow.nodes:
        for edge in flow.edges:
            part_of[edge.source] = part_of[edge.target] = min(part_of[edge.source], part_of[edge.target])
    return [
        replace(
            flow,
            nodes=tuple(node for node in flow.nodes if part_of[node.id] == part),
            edges=tuple(edge for edge in flow.edges if part_of[edge.source] == part),
        )
        for part, _ in Counter(part_of.values()).most_common()
    ]


def beside(page: Page, part: Page) -> Page:
    """Return a page with a part added where the page gets least wide and, of those places, the highest one."""
    if not page.nodes:
        return part
    taken = [box for road in page.roads for box in road.boxes]
    steps = range(0, max(1, int(page.height - part.height)), int(BETWEEN_PARTS))
    spots = [
        (max(page.width, x + part.width) - min(0, x), y, x) for y in steps for x in free_columns(taken, part, float(y))
    ]
    width, y, x = min(spots)
    grown = max(0, -x)
    old, new = page.moved(grown, 0), part.moved(x + grown, y)
    return Page({**old.nodes, **new.nodes}, (*old.roads, *new.roads), width, max(page.height, y + part.height))


def free_columns(taken: list[Box], part: Page, y: float) -> tuple[float, float]:
    """Return where a part's left edge may be, left and right of all that stands beside it at this height."""
    level = [box for box in taken if box.bottom > y - BETWEEN_PARTS and box.top < y + part.height + BETWEEN_PARTS]
    right = max((box.right for box in level), default=-BETWEEN_PARTS) + BETWEEN_PARTS
    left = min((box.left for box in level), default=0) - BETWEEN_PARTS - part.width
    return right, left


def balanced(layered: Layered, sizes: Mapping[str, Box], flow: Flow) -> dict[str, float]:
    """Return each item's column: the spine straight down, the others near to what they are joined to."""
    above, below = neighbours(layered.routes)
    columns: dict[str, float] = {}
    for layer in layered.layers:
        columns |= spread([(item.id, 0.0, 1.0) for item in layer], sizes)
    for number in range(ROUNDS):
        sides = ((above,), (below,), (above, below))[number % 3]
        for layer in layered.layers if number % 2 == 0 else layered.layers[::-1]:
            wanted = []
            for item in layer:
                joined = [other for side in sides for other in side[item.id]]
                pulls = [(columns[other.id], pull(item, other, flow)) for other in joined]
                weight = sum(strength for _, strength in pulls)
                column = sum(x * strength for x, strength in pulls) / weight if weight else columns[item.id]
                wanted.append((item.id, 0.0, UNMOVED) if item.id in layered.spine else (item.id, column, weight or 0.1))
            columns |= spread(wanted, sizes)
    return straightened(layered, columns, sizes)


def straightened(layered: Layered, columns: dict[str, float], sizes: Mapping[str, Box]) -> dict[str, float]:
    """Return the columns with every long edge in one straight line, where there is room for that on all its way."""
    rows = {item.id: (layer, number) for layer in layered.layers for number, item in enumerate(layer)}
    for route in sorted(layered.routes, key=len) * PASSES:
        passed = [item for item in route if item.edge >= 0 and item.id not in layered.spine]
        lowest, highest = -FAR, FAR
        for item in passed:
            layer, number = rows[item.id]
            if number:
                lowest = max(lowest, columns[layer[number - 1].id] + apart(layer[number - 1], item, sizes))
            if number + 1 < len(layer):
                highest = min(highest, columns[layer[number + 1].id] - apart(item, layer[number + 1], sizes))
        if len(passed) > 1 and lowest <= highest:
            middle = sum(columns[item.id] for item in passed) / len(passed)
            columns |= {item.id: min(max(middle, lowest), highest) for item in passed}
    return columns


def apart(left: Item, right: Item, sizes: Mapping[str, Box]) -> float:
    """Return how far apart two neighbours' middles must be."""
    return (sizes[left.id].width + sizes[right.id].width) / 2 + BETWEEN_ITEMS


def pull(item: Item, other: Item, flow: Flow) -> float:
    """Return how strongly two joined items draw each other into one column: much travelled edges run straight."""
    edge = flow.edges[max(item.edge, other.edge)]
    return edge.weight * (STRAIGHT if item.edge == other.edge else 1.0)


def spread(wanted: list[tuple[str, float, float]], sizes: Mapping[str, Box]) -> dict[str, float]:
    """Return the columns nearest to the wanted ones in which no two items of a layer overlap.

    `wanted` holds (id, column, weight) from left to right.
    """
    offsets = [0.0]
    for (left, *_), (right, *_) in pairwise(wanted):
        offsets.append(offsets[-1] + (sizes[left].width + sizes[right].width) / 2 + BETWEEN_ITEMS)
    pools: list[tuple[float, float, int]] = []
    for (_, column, weight), offset in zip(wanted, offsets, strict=True):
        pool = (column - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            x, heavier, count = pools.pop()
            whole = heavier + pool[1]
            pool = ((x * heavier + pool[0] * pool[1]) / whole, whole, count + pool[2])
        pools.append(pool)
    places = [x for x, _, count in pools for _ in range(count)]
    return {name: x + offset for (name, *_), x, offset in zip(wanted, places, offsets, strict=True)}
