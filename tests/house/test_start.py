"""What would make every start longer and larger is imported when it is asked for."""

import subprocess
import sys

FOR_SOME_DAYS_ONLY = (
    "alembic", "argon2", "asyncpg", "bot.coding", "bot.figures.drawing", "bot.metrics", "bot.staff.site", "bot.staff.site_pages", "fontTools", "fpdf", "holidays", "httpx", "langdetect", "openpyxl", "manimgx_fonts", "PIL", "prometheus_client", "pyarrow", "pycld2", "pyotp", "pyrage", "segno", "stdnum", "uharfbuzz",
    "sqlalchemy.dialects.postgresql", "storage.exports.exporting", "storage.releases", "telegram", "xlsxwriter",
)  # fmt: skip
SAID = "import sys, bot.application; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"


def test_a_start_imports_nothing_that_most_starts_do_not_need() -> None:
    found = subprocess.run(
        [sys.executable, "-c", SAID, *FOR_SOME_DAYS_ONLY], capture_output=True, text=True, check=True
    )
    assert not found.stdout.split()
