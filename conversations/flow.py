"""The flow of a script as a graph, found by pressing every button in the engine: which step leads where, for whom.

A node is a step: a choice, a question, an ending. An edge is what leads from one to another, in the buttons' own words,
with the people it is so for where others are led elsewhere. Help and Language lead nowhere and Back leads back, so
they are left out; Stop leads from every step to the same place, so it is drawn once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from conversations.flow_labels import Found, Person, edge_label
from conversations.inbound import Command
from conversations.people import Channel
from conversations.script import QuestionKind, Script, Section
from conversations.state import Phase
from conversations.turn import Tone
from conversations.walking import Walk

CHANNELS = (Channel.WEB, Channel.TELEGRAM)
STOP = "stop"
ANY_CHOICE = "any choice"
STOPPING = frozenset({STOP, Phase.STOPPING.value})
BEFORE_CONSENT, NOTHING_YET, SOMETHING = "before taking part", "nothing written yet", "something written"


class NodeKind(StrEnum):
    """What kind of step a node is."""

    CHOICE = "choice"
    QUESTION = "question"
    ABOUT_YOU = "about_you"
    STOP = "stop"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Node:
    """One step. `again` are the buttons that lead back to an earlier step or to this very one."""

    id: str
    kind: NodeKind
    name: str
    text: str
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """What leads from one step to another; `weight` counts the kinds of people who can go this way."""

    source: str
    target: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole graph: nodes in the order in which they are met, edges by source."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def find_flow(script: Script, language: str = "") -> Flow:
    """Return the flow of a script through all its doors."""
    found: dict[str, Found] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    nodes: dict[str, Node] = {}
    seen: set[tuple[str, Person, bool]] = set()
    ahead = [Walk.begin(script, channel, language) for channel in reversed(CHANNELS)]
    while ahead:
        walk = ahead.pop()
        here, person = node_id(walk), person_of(walk)
        given = any(answer.given for answer in walk.state.answers.values())
        if (here, person, given) in seen:
            continue
        seen.add((here, person, given))
        nodes.setdefault(here, make_node(here, walk))
        ways = list(ways_on(walk))
        for label, on in ways:
            found[here][label][node_id(on)].add(person)
        ahead += [on for _, on in reversed(ways)]
        if walk.ending is None and walk.state.phase is not Phase.STOPPING:
            nodes.setdefault(STOP, Node(STOP, NodeKind.STOP, "at any time", label_of(walk, Command.STOP)))
            stopped = walk.command(Command.STOP)
            target = node_id(stopped)
            nodes.setdefault(target, make_node(target, stopped))
            found[STOP][stop_label(walk, given=given)][target].add(person)
            if stopped.ending is None:
                ahead.append(stopped)
    part_stop(nodes, found)
    return Flow(script.title, tuple(in_order(nodes, found)), tuple(edges_of(nodes, found)))


def part_stop(nodes: dict[str, Node], found: dict[str, Found]) -> None:
    """Give Stop endings of its own where others lead there too, so that it stands apart and not across everything."""
    elsewhere = {target for source, ways in found.items() if source not in STOPPING for target in targets_of(ways)}
    for source in STOPPING & found.keys():
        for people in found[source].values():
            for target in elsewhere & people.keys():
                if nodes[target].kind is NodeKind.ENDING:
                    own = f"{STOP}/{target}"
                    nodes[own] = replace(nodes[target], id=own)
                    people[own] = people.pop(target)


def ways_on(walk: Walk) -> Iterator[tuple[str, Walk]]:
    """Yield (label, where it leads) for everything that moves a walker on."""
    question = walk.question
    if question is None:
        yield from ((button.label, walk.press(button)) for button in walk.choices if walk.ending is None)
        return
    if question.kind in (QuestionKind.FREE_TEXT, QuestionKind.MANY_OF):
        yield label_of(walk, Command.NEXT), walk.answer()
    else:
        for button in walk.choices:
            pressed = walk.press(button)
            yield ANY_CHOICE, pressed if pressed.question != question else pressed.write()
    yield label_of(walk, Command.SKIP), walk.skip()


def node_id(walk: Walk) -> str:
    """Return the id of the step a walker is at."""
    if walk.ending is not None:
        return f"ending:{walk.ending.value}"
    if walk.question is not None:
        return f"question:{walk.question.id}"
    return walk.state.phase.value


def person_of(walk: Walk) -> Person:
    """Return who a walker is, as far as it is known where they are now."""
    before = walk.steps[-2].turn.state if walk.ending is not None and len(walk.steps) > 1 else walk.state
    return walk.state.channel, before.audience, before.age_band


def make_node(node: str, walk: Walk) -> Node:
    """Return the node for where a walker is, with everybody's words for what is asked or said there."""
    question = walk.question
    name = node.rpartition(":")[2].replace("_", " ")
    if walk.ending is not None:
        return Node(node, NodeKind.ENDING, name, everybodys(walk, f"ending.{walk.ending.value}"))
    if question is None:
        kind = NodeKind.STOP if walk.state.phase is Phase.STOPPING else NodeKind.CHOICE
        return Node(node, kind, name, everybodys(walk, prompt_key(walk)))
    place = next(r.progress for r in reversed(walk.steps[-1].turn.replies) if r.progress)
    kind = NodeKind.QUESTION if question.section is Section.MAIN else NodeKind.ABOUT_YOU
    return Node(node, kind, f"{place.number} of {place.total}: {name}", everybodys(walk, f"question.{question.id}"))


def prompt_key(walk: Walk) -> str:
    """Return the key of what a walker is being asked."""
    return next(reply.key for reply in reversed(walk.steps[-1].turn.replies) if reply.tone is Tone.PROMPT)


def everybodys(walk: Walk, key: str) -> str:
    """Return the words that are for everybody, not for the walker's own age or channel."""
    wording = walk.script.wording(walk.state.language)
    return wording.texts[key]["text"].format_map({**wording.values, "total": "", "number": "", "question": ""})


def label_of(walk: Walk, command: Command) -> str:
    """Return the words on a command's button."""
    return walk.script.wording(walk.state.language).say(f"button.{command.value}", walk.state)


def stop_label(walk: Walk, *, given: bool) -> str:
    """Return when it is that Stop leads where it leads from here."""
    if not walk.state.taking_part:
        return BEFORE_CONSENT
    return SOMETHING if given else NOTHING_YET


def edges_of(nodes: Mapping[str, Node], found: Mapping[str, Found]) -> Iterator[Edge]:
    """Yield the edges that lead on; those that lead back are on the nodes."""
    for source, labels in found.items():
        for target in targets_of(labels):
            if leads_on(nodes, source, target):
                weight = len(set().union(*(people.get(target, set()) for people in labels.values())))
                yield Edge(source, target, edge_label(labels, target), weight)


def in_order(nodes: Mapping[str, Node], found: Mapping[str, Found]) -> Iterator[Node]:
    """Yield the nodes with the buttons that lead back."""
    for node in nodes.values():
        back = [
            label
            for label, people in found.get(node.id, MappingProxyType({})).items()
            if any(not leads_on(nodes, node.id, target) for target in people)
        ]
        yield replace(node, again=tuple(back))


def targets_of(labels: Found) -> list[str]:
    """Return where a step leads, each once, in the order of its buttons."""
    return list(dict.fromkeys(target for people in labels.values() for target in people))


def leads_on(nodes: Mapping[str, Node], source: str, target: str) -> bool:
    """Whether an edge leads to a later step: not to itself, and not out of stopping back to where the person was."""
    return source != target and (nodes[source].id != Phase.STOPPING.value or nodes[target].kind is NodeKind.ENDING)
