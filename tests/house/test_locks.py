"""The lock files fit together, and say nothing of the machine they were made on."""

import re

import pytest

from tests.house.sources import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pinned(lock: str) -> set[str]:
    """Every package of a lock file, with its version, conditions and hashes."""
    return set(re.findall(r"^[a-z0-9].*(?:\n    --hash.*)+", lock, re.MULTILINE))


def addresses(lock: str) -> list[str]:
    """What looks like a place that packages were fetched from."""
    return re.findall(r"\S*://\S*|^--.*", lock, re.MULTILINE)


def test_the_development_lock_only_adds_to_what_a_run_needs() -> None:
    run, development = (pinned((ROOT / name).read_text(encoding="utf-8")) for name in LOCKS)
    assert run
    assert run < development, "Run `make lock`, which resolves both together."


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_place_that_packages_come_from(name: str) -> None:
    assert addresses((ROOT / name).read_text(encoding="utf-8")) == []


def test_another_version_in_one_lock_file_is_noticed() -> None:
    run = "jinja2==3.1.6 \\\n    --hash=sha256:aa\n"
    assert pinned(run) == {run.rstrip()}
    assert not pinned(run) < pinned(f"{run.replace('3.1.6', '3.1.7')}ruff==1 \\\n    --hash=sha256:bb\n")


@pytest.mark.parametrize("line", ["--index-url there", "jinja2 @ https://packages.example/jinja2.whl"])
def test_an_address_in_a_lock_file_is_noticed(line: str) -> None:
    assert addresses(f"jinja2==3.1.6\n{line}\n")
