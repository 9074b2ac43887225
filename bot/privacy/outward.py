"""What leaves the process: where to, and what is sent there; and whether pages fetch anything from elsewhere."""

from collections.abc import Iterable, Iterator, Sequence

import aiohttp
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from yarl import URL

from bot.privacy.findings import Finding, Part, fails, holds, unknown
from bot.privacy.pages import page_findings
from bot.privacy.web_talk import Answer, WebTalk, look_around
from bot.settings import Settings
from storage.database import Database, database_url

ABOUT = (
    "Everywhere this installation sends anything by itself, from its settings; and what its pages make browsers fetch."
)
HEAD = ("where to", "what is sent")
HERE = frozenset({"127.0.0.1", "::1", "localhost", ""})
LOOK_SECONDS = 15.0
IN_SCRATCH = "The pages as the program makes them"


def destinations(settings: Settings) -> Iterator[tuple[str, str]]:
    """Give where something is sent to, without any password or token, and what it is."""
    url = database_url(settings.database)
    if url.host:
        place = f"database server {url.host}:{url.port or 5432}, database {url.database}"
        yield place, "answers after redaction, states of open talks, keyed hashes; nothing else is kept anywhere"
    else:
        yield f"database file {url.database}", "the same as to a server; it stays on this machine"
    if settings.telegram_token:
        yield (
            f"Telegram's Bot API, {settings.telegram_api_root}",
            (
                "what Sayso says to people, with their chat's id; the bot's commands and description. What people write "
                "comes from there: Telegram has it before Sayso does"
            ),
        )
    else:
        yield "Telegram", "nothing: no token is set"
    if settings.telegram_token and settings.public_url:
        yield f"webhook at {settings.public_url}", "Telegram sends every update there, with a secret in a header"
    yield (
        f"web chat, listening on {settings.host}:{settings.port}, public address {settings.public_url or '(none set)'}",
        "pages to those who ask for them; cookies that hold a random token and no words",
    )
    yield f"browsers that leave at once, to {settings.exit_url}", "their request, without where they came from"
    yield "sites of help lines", "nothing, until somebody taps the link; then without where they came from"
    yield (
        f"log, standard error of the process, as {settings.log_format}, level {settings.log_level}",
        "events of the program, without words, names, ids or addresses; where it goes on to is the host's choice",
    )


async def outward_part(settings: Settings, database: Database, web: str, scratch_answers: Sequence[Answer]) -> Part:
    """Return the list and what was checked of it. `web` is the address of the running web chat."""
    findings = [
        *_encrypted(settings),
        *await _database_encrypted(database),
        *await _live_pages(web),
        *page_findings(scratch_answers, IN_SCRATCH, "http://127.0.0.1"),
    ]
    return Part("What leaves the process", ABOUT, tuple(findings), (HEAD, *destinations(settings)))


def web_address(settings: Settings) -> str:
    """Return where the running web chat can be looked at: its public address, else the one it listens on."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - the setting's own value
    return settings.public_url or f"http://{host}:{settings.port}"


def _encrypted(settings: Settings) -> Iterator[Finding]:
    for name, address in (
        ("SAYSO_PUBLIC_URL", settings.public_url),
        ("SAYSO_TELEGRAM_API_ROOT", settings.telegram_api_root),
    ):
        url = URL(address) if address else None
        if url is None or (url.host or "") in HERE:
            continue
        if url.scheme == "https":
            yield holds(f"{name} begins with https://: what goes that way is encrypted.")
        else:
            yield fails(f"{name} begins with http://: what goes that way can be read on its way.", "Use https://.")


async def _database_encrypted(database: Database) -> Iterable[Finding]:
    if database.is_sqlite or (database.url.host or "") in HERE:
        return []
    try:
        async with database.reading() as connection:
            secured = (
                await connection.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
            ).scalar()
    except SQLAlchemyError:
        return [
            unknown("Whether the way to the database is encrypted could not be seen.", "Ask whoever runs the server.")
        ]
    if secured:
        return [holds("The way to the database is encrypted.")]
    return [
        fails(
            "The way to the database is not encrypted.",
            "Turn TLS on at the server, and add ?ssl=require to SAYSO_DATABASE_URL.",
        )
    ]


async def _live_pages(web: str) -> Iterable[Finding]:
    """Look at the pages as they really arrive, with whatever stands in front. Opening a page stores nothing."""
    answers: list[Answer] = []
    try:
        timeout = aiohttp.ClientTimeout(total=LOOK_SECONDS)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=timeout) as session:
            await look_around(WebTalk(session, web, answers))
    except (aiohttp.ClientError, TimeoutError, OSError):
        return [
            unknown(f"The running web chat at {web} does not answer.", "Start Sayso, or name its address with --web.")
        ]
    if not any(answer.path == "/chat" and answer.status == 200 for answer in answers):  # noqa: PLR2004 - HTTP's OK
        return [unknown(f"There is no web chat at {web}/chat.", "Name its address with --web.")]
    ours = [answer for answer in answers if answer.path.startswith(("/chat", "/static", "/leave"))]
    return page_findings(ours, f"The running web chat at {web}", web)
