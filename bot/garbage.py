"""Keeps Python from searching for garbage in what is loaded once and stays.

While modules are imported hardly anything becomes garbage, and each search goes through all that was imported before.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_while_loading() -> Iterator[None]:
    """Search for no garbage inside the block, and never again in what is there at its end."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if searched:
            gc.enable()
