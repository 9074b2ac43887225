"""Being told to end: a command that is told to stops as it does at Ctrl-C, and takes away what it had half written."""

import asyncio
import signal


def stop_as_ctrl_c_does() -> None:
    """Let being told to end, or losing the terminal, leave no half-written words of people, just as Ctrl-C does."""
    doing = asyncio.current_task()
    if doing is not None:
        for told_to_end in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(told_to_end, doing.cancel)
