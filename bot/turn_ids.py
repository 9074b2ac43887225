"""A random id for each request and each turn, so that the log lines of one can be found together.

It is made anew each time and of nothing else, is stored nowhere and is told to nobody outside the log: it leads to no
person, and two of one person's turns have nothing in common.
"""

import random
from collections.abc import Awaitable, Callable
from contextvars import ContextVar, Token
from functools import wraps
from typing import ParamSpec, TypeVar

ID_BITS = 48

_chance = random.Random()  # noqa: S311 - no secret: whoever sees an id sees the log that it stands in

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_present: ContextVar[str] = ContextVar("turn", default="")


def present_turn() -> str:
    """Return the id of the turn that this code runs for; nothing outside of turns."""
    return _present.get()


class turn_id:  # noqa: N801 - it is used like a function
    """Have an id while the block runs: the one there is, or else a new one."""

    __slots__ = ("_token",)

    def __init__(self) -> None:
        self._token: Token[str] | None = None

    def __enter__(self) -> None:
        if not _present.get():
            self._token = _present.set(f"{_chance.getrandbits(ID_BITS):012x}")

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _present.reset(self._token)


def in_a_turn(function: Callable[Arguments, Awaitable[Result]]) -> Callable[Arguments, Awaitable[Result]]:
    """Return the function as one that has an id in the log each time it is called."""

    @wraps(function)
    async def with_an_id(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        with turn_id():
            return await function(*arguments, **named)

    return with_an_id
