"""What Sayso counts, in the form that Prometheus reads. Every name that is shown stands here and nowhere else.

Every series is there from the start, at nought: an alert on something that has never happened yet must find it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isinf

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from bot.admission import Admission
from bot.measuring import Measures, Result
from bot.telegram.watched import Delivery
from conversations.safeguarding import Level
from storage.measuring import Spread, Work

LEVELS = (Level.FULL, Level.QUIET)


@dataclass(frozen=True, slots=True)
class Look:
    """How things are at this moment, as far as somebody has to go and look.

    `untold` is how many messages about alerts no staff chat has yet, `oldest_untold` for how many seconds the first of
    them waits; both are None where the database did not answer in time.
    """

    ready: bool = False
    to_wipe: bool = False
    untold: int | None = None
    oldest_untold: float | None = None
    telegram: Mapping[str, int] = field(default_factory=Counter)
    telegram_connected: bool | None = None


def families(measures: Measures, admission: Admission, look: Look) -> Iterator[Metric]:
    """Give everything that is counted. `look` is how things are just now."""
    yield from _turns(measures, admission)
    yield from _database(measures)
    yield from _standing(measures, look)
    yield from _telegram(look)


def _turns(measures: Measures, admission: Admission) -> Iterator[Metric]:
    turns = CounterMetricFamily(
        "sayso_turns", "Turns by channel and by what became of them.", labels=["channel", "result"]
    )
    for channel in measures.turn_seconds:
        for result in Result:
            turns.add_metric([channel.value, result.value], measures.turns[channel, result])
    yield turns
    seconds = HistogramMetricFamily(
        "sayso_turn_seconds", "How long turns took from their beginning to their commit.", labels=["channel"]
    )
    for channel, spread in measures.turn_seconds.items():
        seconds.add_metric([channel.value], _buckets(spread), spread.sum)
    yield seconds
    yield GaugeMetricFamily("sayso_turns_under_way", "Turns that have a place just now.", admission.under_way)
    yield GaugeMetricFamily("sayso_turn_places", "Places for turns: so many at once.", admission.at_once)
    yield GaugeMetricFamily("sayso_turns_waiting", "Turns that wait for a place just now.", admission.waiting)
    yield GaugeMetricFamily(
        "sayso_expected_wait_seconds", "How long who comes now would wait for a place.", admission.expected_wait
    )
    yield _histogram(
        "sayso_waited_seconds", "How long turns waited for a place, of those that had to.", admission.waited
    )
    signposts = CounterMetricFamily("sayso_signposts", "How often help was shown, by level alone.", labels=["level"])
    for level in LEVELS:
        signposts.add_metric([level.value], measures.signposts[level])
    yield signposts


def _database(measures: Measures) -> Iterator[Metric]:
    database = measures.database
    seconds = HistogramMetricFamily(
        "sayso_database_seconds",
        "How long the database took for turns, waiting for others included.",
        labels=["access"],
    )
    for access, spread in database.seconds.items():
        seconds.add_metric([access], _buckets(spread), spread.sum)
    yield seconds
    yield _histogram(
        "sayso_writes_per_commit", "Turns whose writing one commit made durable.", database.writes_together
    )
    yield CounterMetricFamily(
        "sayso_version_clashes", "Turns that ran again, since another came first.", database.clashes
    )
    yield CounterMetricFamily("sayso_database_errors", "Errors that the database gave.", database.errors)
    failures = CounterMetricFamily("sayso_background_failures", "Background work that did not work.", labels=["work"])
    for work in Work:
        failures.add_metric([work.value], database.failures[work])
    yield failures


def _standing(measures: Measures, look: Look) -> Iterator[Metric]:
    yield GaugeMetricFamily("sayso_ready", "1 where people can be sent to this process.", int(look.ready))
    answers = CounterMetricFamily("sayso_web_answers", "Answers of the web server by status.", labels=["status"])
    for status in sorted({200, 500, 503, *measures.answers}):
        answers.add_metric([str(status)], measures.answers[status])
    yield answers
    yield _histogram("sayso_loop_late_seconds", "How late the program came to what was due.", measures.loop_late)
    yield GaugeMetricFamily(
        "sayso_deleted_not_wiped", "1 while something deleted is still in the database's files.", int(look.to_wipe)
    )
    if look.untold is not None:
        yield GaugeMetricFamily("sayso_alerts_untold", "Messages that staff chats have not got yet.", look.untold)
        yield GaugeMetricFamily(
            "sayso_oldest_untold_alert_seconds", "How long the first of them waits.", look.oldest_untold or 0.0
        )


def _telegram(look: Look) -> Iterator[Metric]:
    if look.telegram_connected is None:
        return
    yield GaugeMetricFamily("sayso_telegram_connected", "1 once Telegram has answered.", int(look.telegram_connected))
    happened = CounterMetricFamily("sayso_telegram", "What happened on Telegram, by fixed names.", labels=["what"])
    for what in sorted({*look.telegram, *(delivery.value for delivery in Delivery)}):
        happened.add_metric([what], look.telegram.get(what, 0))
    yield happened


def _histogram(name: str, about: str, spread: Spread) -> HistogramMetricFamily:
    return HistogramMetricFamily(name, about, buckets=_buckets(spread), sum_value=spread.sum)


def _buckets(spread: Spread) -> list[tuple[str, float]]:
    return [("+Inf" if isinf(bound) else str(bound), count) for bound, count in spread.up_to()]
