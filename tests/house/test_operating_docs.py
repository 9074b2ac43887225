"""What an operator is told to run, to set and to watch exists: in the runbook, in the alarms, on the dashboard."""

import contextlib
import io
import json
import re
import shlex
from dataclasses import fields
from functools import cache
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry, ProcessCollector

from bot.admission import Admission
from bot.cli import build_parser
from bot.measuring import Measures
from bot.metric_families import Look, families
from bot.settings import PREFIX, Settings
from storage.measuring import DatabaseMeasures
from tests.house.sources import ROOT

PAGES = ("docs/runbook.md", "docs/operating.md")
COMMAND = re.compile(r"`(sayso\s[^`]+)`")
SETTING = re.compile(rf"{PREFIX}[A-Z_]+[A-Z]")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)")
NAME = re.compile(r"\b(?:sayso|process)_[a-z_]+\b")
SELECTOR = re.compile(r'([a-z_]+)\{([a-z_]+)=~?"([^"]+)"\}')


def text_of(page: str) -> str:
    """A page's text."""
    return (ROOT / page).read_text(encoding="utf-8")


def is_command(words: str) -> bool:
    """Whether the program would take a command as it is written, with all its options."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            build_parser().parse_args(shlex.split(words)[1:])
        except SystemExit as end:
            return end.code == 0
    return True


def slug(heading: str) -> str:
    """What a heading is linked to by."""
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


@cache
def series() -> frozenset[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every series that /metrics shows, as (name, labels)."""
    look = Look(untold=0, oldest_untold=0.0, telegram_connected=True)
    process = CollectorRegistry()
    ProcessCollector(registry=process)
    shown = (*families(Measures(DatabaseMeasures()), Admission(), look), *process.collect())
    return frozenset((s.name, tuple(s.labels.items())) for family in shown for s in family.samples)


def strangers(query: str) -> list[str]:
    """The names and the values of labels in a query that /metrics does not show."""
    names = {name for name, _ in series()}
    found = [name for name in NAME.findall(query) if name not in names]
    for name, label, values in SELECTOR.findall(query):
        shown = {dict(labels).get(label) for known, labels in series() if known == name}
        found += [f"{name} {label}={value}" for value in values.split("|") if name != "up" and value not in shown]
    return found


def rules() -> list[dict[str, Any]]:
    """Every alarm."""
    groups = yaml.safe_load(text_of("docs/alerts.yml"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Every panel of the dashboard."""
    found: list[dict[str, Any]] = json.loads(text_of("docs/dashboard.json"))["panels"]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_command_can_be_run_as_it_is_written(page: str) -> None:
    commands = [" ".join(words.split()) for words in COMMAND.findall(text_of(page))]
    assert commands
    assert [words for words in commands if not is_command(words)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_is_one(page: str) -> None:
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)}
    assert set(SETTING.findall(text_of(page))) <= known


@pytest.mark.parametrize("page", PAGES)
def test_every_page_and_alarm_that_is_named_is_there(page: str) -> None:
    assert [link for link, _ in LINK.findall(text_of(page)) if not (ROOT / "docs" / link).exists()] == []
    assert set(re.findall(r"`(Sayso[A-Z]\w+)`", text_of(page))) <= {rule["alert"] for rule in rules()}
    shown = {known.removesuffix("_count") for known, _ in series()} | {known for known, _ in series()}
    assert [name for name in NAME.findall(text_of(page)) if name not in shown] == []


def test_every_part_of_the_runbook_says_what_to_do_and_when_it_is_over() -> None:
    for part in re.split(r"^## ", text_of("docs/runbook.md"), flags=re.MULTILINE)[1:]:
        assert "- **Over when:** " in part, part
        assert "- **Run:** " in part or "- **With a receipt:** " in part, part


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_an_alarm_asks_for_what_is_there_and_leads_to_its_part_of_the_runbook(rule: dict[str, Any]) -> None:
    assert strangers(rule["expr"]) == []
    assert rule["labels"]["severity"] in ("page", "ticket")
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^## (.+)$", text_of(f"docs/{page}"), re.MULTILINE)
    assert anchor in map(slug, headings)
    assert rule["annotations"]["summary"].endswith(".")


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: str(panel["title"]))
def test_a_panel_asks_for_what_is_there(panel: dict[str, Any]) -> None:
    queries = [target["expr"] for target in panel["targets"]]
    assert queries
    assert [stranger for query in queries for stranger in strangers(query)] == []


def test_no_alarm_and_no_panel_follows_signposts_as_they_are_shown() -> None:
    assert not [rule for rule in rules() if "signposts" in rule["expr"]]
    watching = [panel for panel in panels() if any("signposts" in target["expr"] for target in panel["targets"])]
    assert [panel["interval"] for panel in watching] == ["1d"]


@pytest.mark.parametrize(
    "query", ["sayso_nothing_total", 'sayso_turns_total{result="lost"}', 'sayso_turns_total{result=~"taken|lost"}']
)
def test_a_query_for_what_is_not_there_is_noticed(query: str) -> None:
    assert strangers(query)


@pytest.mark.parametrize("words", ["sayso dance", "sayso event close", "sayso run --fast", "sayso export"])
def test_a_command_that_cannot_be_run_is_noticed(words: str) -> None:
    assert not is_command(words)
