"""Wires the tests to the services they talk to."""

from hypothesis import HealthCheck, settings

# A property is about what comes out, not how fast: a machine that does other things too may take long over any example.
settings.register_profile(
    "unhurried", settings(settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
)
settings.load_profile("unhurried")

pytest_plugins = [
    "pytester",
    "tests.support.left_out",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.chromium",
    "tests.support.bot_api",
    "tests.support.telegram_sayso",
]
