"""Orders the nodes of a flow in layers from top to bottom, so that every edge leads down and few of them cross.

The method is that of K. Sugiyama, S. Tagawa and M. Toda, 'Methods for visual understanding of hierarchical system
structures', IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981: longest-path layers, a stand-in in every
layer that an edge passes, orders by the mean place of the neighbours. The layer below each node's holds the labels.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from conversations.flow import Edge, Flow

SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stands in a layer: a node, the label of an edge, or the place where an edge passes."""

    id: str
    layer: int
    node: str = ""
    edge: int = -1
    label: bool = False


@dataclass(frozen=True, slots=True)
class Layered:
    """The items of each layer from left to right, and each edge's items from its source to its target.

    `spine` are the items on the most travelled way from top to bottom.
    """

    layers: tuple[tuple[Item, ...], ...]
    routes: tuple[tuple[Item, ...], ...]
    spine: frozenset[str]


def arrange(flow: Flow) -> Layered:
    """Return the flow in layers."""
    depths = layer_numbers(flow)
    items = {node.id: Item(node.id, depths[node.id], node=node.id) for node in flow.nodes}
    routes = tuple(
        (items[edge.source], *passed(number, edge, depths), items[edge.target])
        for number, edge in enumerate(flow.edges)
    )
    layers: list[list[Item]] = [[] for _ in range(max(depths.values()) + 1)]
    for item in dict.fromkeys(item for route in spine_first(flow, routes) for item in route):
        layers[item.layer].append(item)
    return Layered(tuple(map(tuple, fewest_crossings(layers, routes))), routes, spine(flow, routes))


def layer_numbers(flow: Flow) -> dict[str, int]:
    """Return each node's layer: below all that lead to it; even numbers, since labels stand between."""
    depths = dict.fromkeys((node.id for node in flow.nodes), 0)
    for _ in flow.nodes:
        for edge in flow.edges:
            depths[edge.target] = max(depths[edge.target], depths[edge.source] + 2)
    return depths


def passed(number: int, edge: Edge, depths: Mapping[str, int]) -> tuple[Item, ...]:
    """Return the items an edge passes between its nodes; the first of them carries its label."""
    between = range(depths[edge.source] + 1, depths[edge.target])
    return tuple(Item(f"edge{number}.{layer}", layer, edge=number, label=layer == between[0]) for layer in between)


def spine(flow: Flow, routes: tuple[tuple[Item, ...], ...]) -> frozenset[str]:
    """Return the items on the way that most people go from the first node; where two are equal, on the longer one."""
    ahead = dict.fromkeys((node.id for node in flow.nodes), 0)
    for _ in flow.nodes:
        for edge in flow.edges:
            ahead[edge.source] = max(ahead[edge.source], ahead[edge.target] + 1)
    here, items = flow.nodes[0].id, {flow.nodes[0].id}
    while onward := [number for number, edge in enumerate(flow.edges) if edge.source == here]:
        taken = max(onward, key=lambda number: (flow.edges[number].weight, ahead[flow.edges[number].target]))
        items |= {item.id for item in routes[taken]}
        here = flow.edges[taken].target
    return frozenset(items)


def spine_first(flow: Flow, routes: tuple[tuple[Item, ...], ...]) -> list[tuple[Item, ...]]:
    """Return the routes with the most travelled first: they begin in the middle and the others settle around them."""
    order = sorted(range(len(routes)), key=lambda number: (-flow.edges[number].weight, len(routes[number])))
    return [routes[number] for number in order]


def fewest_crossings(layers: list[list[Item]], routes: tuple[tuple[Item, ...], ...]) -> list[list[Item]]:
    """Return the layers reordered, after sweeping down and up, in the best order seen."""
    above, below = neighbours(routes)
    best, fewest = [list(layer) for layer in layers], crossings(layers, below)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        for layer in layers if downward else reversed(layers):
            beside = above if downward else below
            places = {item.id: place for other in layers for place, item in enumerate(other)}
            now = {item.id: place for place, item in enumerate(layer)}
            layer.sort(key=lambda item: mean([places[other.id] for other in beside[item.id]], now[item.id]))
        if (crossed := crossings(layers, below)) < fewest:
            best, fewest = [list(layer) for layer in layers], crossed
    return best


def neighbours(routes: tuple[tuple[Item, ...], ...]) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """Return the items above and those below each item."""
    above: dict[str, list[Item]] = defaultdict(list)
    below: dict[str, list[Item]] = defaultdict(list)
    for route in routes:
        for upper, lower in pairwise(route):
            above[lower.id].append(upper)
            below[upper.id].append(lower)
    return above, below


def crossings(layers: list[list[Item]], below: Mapping[str, list[Item]]) -> int:
    """Return how many pairs of lines between neighbouring layers cross."""
    total = 0
    places = {item.id: place for layer in layers for place, item in enumerate(layer)}
    for layer in layers:
        lines = [(places[upper.id], places[lower.id]) for upper in layer for lower in below[upper.id]]
        total += sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for number, a in enumerate(lines) for b in lines[number + 1 :])
    return total


def mean(values: list[int], otherwise: float) -> float:
    """Return the mean of some places; the item's own place where it has no neighbours."""
    return sum(values) / len(values) if values else otherwise
