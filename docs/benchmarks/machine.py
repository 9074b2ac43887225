"""What a measurement was made on: the machine, the versions, the moment, and how busy everything was."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

PACKAGES = ("aiogram", "aiogram-sqlite-storage", "aiohttp", "aiosqlite", "asyncpg", "python-telegram-bot", "redis",
            "sqlalchemy", "uvloop")  # fmt: skip


def busy_seconds() -> float:
    """Return how many CPU seconds the whole machine has been busy, with whatever."""
    times = psutil.cpu_times()
    idle = times.idle + getattr(times, "iowait", 0.0)
    guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    return float(sum(times) - idle - guests)


def processor() -> str:
    """Return the name of the processor, as far as the system says it."""
    file = Path("/proc/cpuinfo")
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def commit_of(checkout: Path) -> str:
    """Return the short name of the commit that a checkout is at, with a mark where files were changed since."""
    command = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--abbrev=7"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return said.stdout.strip() or "unknown"


def about(checkout: Path) -> dict[str, Any]:
    """Return everything that a reader has to know beside the numbers."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "commit": commit_of(checkout),
        "packages": versions,
    }
