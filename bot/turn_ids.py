"""A random id for each request and each turn, so that the log lines of one can be found together.

It is made anew each time and of nothing else, is stored nowhere and is told to nobody outside the log: it leads to no
person, and two of one person's turns have nothing in common.
"""

import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

ID_BYTES = 6

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_present: ContextVar[str] = ContextVar("turn", default="")


def present_turn() -> str:
    """Return the id of the turn that this code runs for; nothing outside of turns."""
    return _present.get()


@contextmanager
def turn_id() -> Iterator[None]:
    """Have an id while the block runs: the one there is, or else a new one."""
    if _present.get():
        yield
        return
    token = _present.set(secrets.token_hex(ID_BYTES))
    try:
        yield
    finally:
        _present.reset(token)


def in_a_turn(function: Callable[Arguments, Awaitable[Result]]) -> Callable[Arguments, Awaitable[Result]]:
    """Return the function as one that has an id in the log each time it is called."""

    @wraps(function)
    async def with_an_id(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        with turn_id():
            return await function(*arguments, **named)

    return with_an_id
