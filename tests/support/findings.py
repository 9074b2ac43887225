"""What axe-core finds on a page in Chromium, and what Sayso asks of every page besides: room, size, no moving sideways."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.support.left_out import leave_out

_AXE = Path(__file__).parent / "accessibility" / "node_modules" / "axe-core" / "axe.min.js"

SMALLEST_TARGET = 44
"""Pixels that whatever is pressed is high and wide at least: WCAG 2.5.5, as our own rule for every page."""

_RUN = """async (only) => {
    const options = only.length ? { runOnly: { type: "rule", values: only } } : {};
    const seenBefore = [["#log > :nth-last-child(n+9)"]];
    const result = await window.axe.run({ exclude: seenBefore }, { ...options, resultTypes: ["violations"] });
    return result.violations.map((found) => `${found.id}: ${found.help} ${found.nodes.map((n) => n.html.slice(0, 160))}`);
}"""

_SMALL = """(least) => [...document.querySelectorAll("button, summary, a.tap, a.choice, a.tool, input[type=text], textarea, label.step")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => Math.round(box.height) < least || Math.round(box.width) < least)
    .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`)"""


@cache
def axe_source() -> str:
    """axe-core's own code; without it the tests that ask for it are left out."""
    if not _AXE.is_file():
        leave_out("axe-core is not installed: make services")
    return _AXE.read_text(encoding="utf-8")


async def findings(page: Page, *only: str) -> list[str]:
    """Every rule of axe-core's that the page breaks as it is now, or of those named; best practices among them.

    Of a talk the newest messages are looked at: those before were when they were new.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(axe_source())
    found: list[str] = await page.evaluate(_RUN, only)
    return found


async def small_targets(page: Page) -> list[str]:
    """What can be pressed on the page and is smaller than a finger needs."""
    found: list[str] = await page.evaluate(_SMALL, SMALLEST_TARGET)
    return found


async def colour_findings(page: Page, **media: Any) -> list[str]:
    """What axe-core finds of contrast where somebody has asked for other colours; `media` as of Page.emulate_media."""
    await page.emulate_media(**media)
    found = await findings(page, "color-contrast")
    none_asked_for: dict[str, Any] = dict.fromkeys(media, "null")
    await page.emulate_media(**none_asked_for)
    return found
