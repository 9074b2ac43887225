"""Keeps the libraries below us from writing what they carry: URLs with the bot's token, chat ids, people's words."""

import logging

SILENT = ("telegram",)
"""These put whole updates and answers even into critical messages. What happens is logged by us, without any of it."""

WARNINGS_ONLY = ("httpx", "httpcore")
"""These log every URL, and with it the token, when asked for detail."""


def quiet_libraries() -> None:
    """Raise the libraries' levels, whatever level Sayso itself logs at."""
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for name in WARNINGS_ONLY:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
