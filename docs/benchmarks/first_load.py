"""How long a slow phone waits for the first message: `python -m docs.benchmarks.first_load`, a part of `make bench`.

Chromium opens the web chat of a whole running Sayso, its processor slowed down four times, over lines as slow as 3G. What
is measured ends when the largest of the first messages is painted, so that all of it can be read (the largest contentful
paint, a W3C measure, taken only if it is a message). The line's delay counts once for each request; the set-up of
a connection (name, TCP, TLS), about three more delays where none is open yet, is no part of it, and is added as a row.
"""

import argparse
import asyncio
import os
import shutil
import socket
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, CDPSession, async_playwright

SLOWER = 4
ROUNDS = 5
SET_UP_DELAYS = 3
PHONE = {"width": 360, "height": 640}
LARGEST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
    const last = list.getEntries().pop();
    done([last.startTime, Boolean(last.element?.closest(".message"))]);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it is called, bits a second each way, and its delay there and back in milliseconds."""

    name: str
    down: int
    up: int
    delay: int


LINES = (
    Line("3G", 1_600_000, 768_000, 300),
    Line("slow 3G", 400_000, 400_000, 400),
)
"""The profiles that WebPageTest calls 3G and 3G Slow."""


@dataclass(frozen=True, slots=True)
class Load:
    """One load: seconds until the first messages are painted, and bytes that came, packed, headers and all."""

    seconds: float
    bytes: float


async def load(browser: Browser, line: Line, address: str) -> Load:
    """Open the chat once in a fresh browser, with nothing kept from before. Raises ValueError where no message is seen."""
    context = await browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, is_mobile=True)
    try:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        came: list[float] = []
        session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
        await slow_down(session, line)
        await page.goto(address, wait_until="networkidle")
        milliseconds, is_message = await page.evaluate(LARGEST_PAINT)
        if not is_message:
            raise ValueError("what was painted last is no message")
        return Load(milliseconds / 1000, sum(came))
    finally:
        await context.close()


async def slow_down(session: CDPSession, line: Line) -> None:
    """Make a page's processor and its line slow."""
    await session.send("Network.enable")
    await session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False, "latency": line.delay,
            "downloadThroughput": line.down / 8, "uploadThroughput": line.up / 8,
        },
    )  # fmt: skip
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


async def measure(chromium: str, address: str) -> None:
    """Measure and print, once the chat answers."""
    out = sys.stdout
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        out.write(f"\nFirst message readable, processor {SLOWER} times slower, {ROUNDS} loads each:\n\n")
        out.write("| line | words | median s | longest s | with set-up, s | kB |\n|---|---|---:|---:|---:|---:|\n")
        for line in LINES:
            for words, path in (("English", "/chat"), ("Easy Read, with pictures", "/chat?lang=en-easy")):
                loads = [await load(browser, line, address + path) for _ in range(ROUNDS)]
                middle = statistics.median(one.seconds for one in loads)
                longest, kilobytes = max(one.seconds for one in loads), max(one.bytes for one in loads) / 1000
                with_set_up = middle + SET_UP_DELAYS * line.delay / 1000
                out.write(
                    f"| {line.name} | {words} | {middle:.2f} | {longest:.2f} | {with_set_up:.2f} | {kilobytes:.0f} |\n"
                )
        await browser.close()


async def until_ready(address: str) -> None:
    """Wait until the chat answers. Raises TimeoutError after a minute."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{address}/chat") as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.2)


async def run(chromium: str) -> None:
    """Start a whole Sayso with a database of its own, measure it, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = {"SAYSO_PORT": str(port), "SAYSO_DATA_DIR": folder, "SAYSO_LOG_LEVEL": "error"}
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.DEVNULL,
            env={**{name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}, **settings},
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            await until_ready(address)
            await measure(chromium, address)
        finally:
            program.terminate()
            await program.wait()


def main() -> int:
    """Measure and print; returns the exit code. Without a Chromium it says so and measures nothing."""
    argparse.ArgumentParser(prog="python -m docs.benchmarks.first_load", description=__doc__).parse_args()
    named = os.environ.get("SAYSO_TEST_CHROMIUM")
    chromium = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.stdout.write("There is no Chromium, so the first load is not measured: see .ci/chromium.sh\n")
        return 0
    asyncio.run(run(chromium))
    return 0


if __name__ == "__main__":
    sys.exit(main())
