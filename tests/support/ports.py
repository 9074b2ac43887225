"""Ports for programs that are told theirs before they listen on it."""

import os
import socket
from itertools import count

_FIRST, _MANY = 12_000, 16_000
_APART = 97
_numbers = count(os.getpid() * _APART)


def free_port() -> int:
    """Return a port that nobody listens on, another at each call.

    It is none of those that systems hand out by themselves, most from 32768 on: between being chosen and being listened on
    such a one may have become somebody else's, as one of two ends of any connection.
    """
    for number in _numbers:
        port = _FIRST + number % _MANY
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("numbers have no end")
