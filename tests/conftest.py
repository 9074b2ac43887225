"""Wires the tests to the services they talk to."""

pytest_plugins = [
    "pytester",
    "tests.support.left_out",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.chromium",
    "tests.support.bot_api",
    "tests.support.telegram_sayso",
]
