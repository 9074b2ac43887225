"""Every control in the hazard log names tests, and every test it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs/hazard_log.md").read_text(encoding="utf-8")
HAZARDS = re.split(r"^## ", LOG, flags=re.MULTILINE)[1:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("hazard", HAZARDS, ids=[hazard.partition(" ")[0] for hazard in HAZARDS])
def test_a_hazard_has_harm_controls_what_is_left_over_and_tests_that_exist(hazard: str) -> None:
    for part in ("- **Harm:**", "- **Controls:**", "- **Tests:**", "- **Left over:**"):
        assert part in hazard
    tests = NAMED.findall(hazard)
    assert tests
    missing = [
        f"{file}::{name}"
        for file, name in tests
        if not (ROOT / file).is_file()
        or not re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []
