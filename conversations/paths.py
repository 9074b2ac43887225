"""The paths through a script that somebody who answers for its words should read, found by walking.

There is one for each audience and age, one for each other button on the way to the questions, and a few that show what
can be done at any time: skip everything, go back, change an answer, ask for help, stop.
"""

from collections.abc import Callable, Iterator, Mapping

from conversations.inbound import Command
from conversations.people import Channel
from conversations.script import Script
from conversations.state import Phase
from conversations.walking import Walk

WHO = frozenset({Phase.AUDIENCE, Phase.AGE})
"""The phases that say who somebody is: what is chosen there names the path."""


def find_paths(script: Script, channel: Channel = Channel.WEB, language: str = "") -> Mapping[str, Walk]:
    """Return every path by its name, in the order in which they are read."""
    start = Walk.begin(script, channel, language)
    paths = {name: to_the_end(walk) for name, walk in people(start)}
    for name, walk in other_buttons(tuple(paths.values())):
        paths.setdefault(name, to_the_end(walk))
    at_questions = [walk for walk in map(to_the_questions, paths.values()) if walk.question]
    if at_questions:
        usual = min(at_questions, key=lambda walk: (-questions_asked(walk), len(walk.steps)))
        paths |= {name: to_the_end(turn_off(usual)) for name, turn_off in AT_ANY_TIME.items()}
    return paths


def people(walk: Walk, *names: str) -> Iterator[tuple[str, Walk]]:
    """Yield a walk for each audience and age, up to where it is known who somebody is."""
    if walk.state.phase not in WHO or walk.ending is not None:
        yield "-".join(names).replace("_", "-"), walk
        return
    for button in walk.choices:
        yield from people(walk.press(button), *names, button.option_id)


def other_buttons(paths: tuple[Walk, ...]) -> Iterator[tuple[str, Walk]]:
    """Yield a walk for each choice outside the questions that none of these paths took, up to that choice."""
    taken = {pressed for path in paths for pressed in pressed_in(path)}
    for path in paths:
        for number, step in enumerate(path.steps):
            walk = Walk(path.script, path.steps[: number + 1])
            if walk.question or walk.state.phase in WHO or step.turn.state.phase is Phase.CLOSED:
                continue
            for button in walk.choices:
                if (walk.state.phase, button.option_id) not in taken:
                    taken.add((walk.state.phase, button.option_id))
                    yield f"{walk.state.phase.value}-{button.option_id}".replace("_", "-"), walk.press(button)


def pressed_in(path: Walk) -> Iterator[tuple[Phase, str]]:
    """Yield (phase, option id) for every choice a path took."""
    for before, after in zip(path.steps, path.steps[1:], strict=False):
        button = next((b for b in Walk(path.script, (before,)).choices if b.label == after.did), None)
        if button:
            yield before.turn.state.phase, button.option_id


def questions_asked(walk: Walk) -> int:
    """Return how many questions there are for the person the walker is."""
    return sum(question.is_for(walk.state) for question in walk.script.questions)


def to_the_questions(path: Walk) -> Walk:
    """Return the beginning of a path, up to its first question; the whole of it where it has none."""
    for number in range(1, len(path.steps) + 1):
        walk = Walk(path.script, path.steps[:number])
        if walk.question:
            return walk
    return path


def to_the_end(walk: Walk, through: Callable[[Walk], Walk] = Walk.answer) -> Walk:
    """Walk on to the end: forward outside the questions, and at each question as told."""
    while walk.ending is None:
        on = through(walk) if walk.question else walk.forward()
        if on is walk:
            on = walk.press(walk.choices[0])
        walk = on
    return walk


def skip_all(walk: Walk) -> Walk:
    """Skip every question to the end."""
    return to_the_end(walk, Walk.skip)


def ask_for_help(walk: Walk) -> Walk:
    """Ask for help at the first question."""
    return walk.command(Command.HELP)


def go_back(walk: Walk) -> Walk:
    """Answer one question, then go back to it and add to it."""
    return walk.answer().command(Command.BACK)


def change(walk: Walk) -> Walk:
    """Answer one question, go back and take the answer away to write another."""
    return go_back(walk).command(Command.CHANGE)


def stop_and(option_id: str) -> Callable[[Walk], Walk]:
    """Return a walk on that answers one question, stops and chooses what becomes of the answer."""

    def stop(walk: Walk) -> Walk:
        stopping = walk.answer().command(Command.STOP)
        return stopping.press(next(button for button in stopping.choices if button.option_id == option_id))

    return stop


AT_ANY_TIME: Mapping[str, Callable[[Walk], Walk]] = {
    "skip-all": skip_all,
    "help": ask_for_help,
    "back": go_back,
    "change": change,
    "stop-keep": stop_and("keep"),
    "stop-erase": stop_and("erase"),
    "stop-carry-on": stop_and("carry_on"),
}
"""What can be done at any time, tried at the first question: the path's name and what the walker does there."""
