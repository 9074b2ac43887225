"""Keeps the memory that Sayso holds small where the C library is glibc, as on most servers."""

import ctypes

M_ARENA_MAX = -8
"""The parameter of glibc's `mallopt` for how many pools there may be (malloc.h)."""


def keep_to_one_pool() -> None:
    """Have all threads share one pool of memory; call it before any thread begins.

    By default each thread gets a pool of its own, of which some hundred kilobytes lie unused, so that threads need not wait
    for each other. Ours hardly ever run at once. Does nothing with another C library.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Give memory that is held and not used back to the system: glibc keeps it for later, once it was asked for.

    Call it in a thread, after work that took very much: it looks through all that is held. Does nothing with another C library.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
