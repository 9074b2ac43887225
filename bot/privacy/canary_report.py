"""Puts into words what the canary came to."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.privacy.findings import Finding, Part, Standing, fails, holds, unknown
from bot.privacy.marks import Mark, needles
from bot.privacy.searching import Hit, search_bytes
from bot.privacy.server_files import ServerSearch
from bot.privacy.web_talk import Answer

ABOUT = (
    "A made-up person whose names, numbers, school, accounts, ids and cookies are marked talked on every channel of the "
    "real program, in a scratch place beside the real database, with failures on purpose and all logging on. Then every "
    "table, file, log, export and temporary file was searched for the marks: plain, URL-encoded, JSON-escaped, base64, "
    "hexadecimal, UTF-16 and hashed without a key."
)
WHAT_TO_DO = (
    "Somebody's name or number could stay there. Report it to those who keep Sayso, with this line, and until it is mended "
    "keep that place short and closed."
)
TRACEBACK = "Traceback (most recent call last)"
SERVER = (
    "The PostgreSQL server's own files, its write-ahead log and its log could not be read with this database role. Ask "
    "whoever runs the server that it logs no statements and no parameters (log_statement = none), or run this check once "
    "against a copy with a superuser."
)


def report(
    hits: Collection[Hit],
    channels: Mapping[str, bool],
    answers: Sequence[Answer],
    server: ServerSearch | None,
    marks: tuple[Mark, ...],
) -> Part:
    """Return the canary's part of the report."""
    findings = [*_found(hits), *_talked(channels), *_shown(answers, marks)]
    if not hits:
        findings.insert(0, holds(f"None of {len(marks)} marks was found in any place."))
    if server is not None and not server.looked_at:
        findings.append(Finding(Standing.PROMISED, SERVER))
    elif server is not None:
        findings.append(holds(f"The database server's own files were searched too: {server.looked_at}."))
    return Part("Canary", ABOUT, tuple(findings))


def _found(hits: Collection[Hit]) -> Iterator[Finding]:
    for hit in sorted(hits):
        yield fails(f"Found in {hit.place}: {hit.called}, {hit.form}.", WHAT_TO_DO)


def _talked(channels: Mapping[str, bool]) -> Iterator[Finding]:
    for channel, whole in channels.items():
        if whole:
            yield holds(f"Walked to its end: {channel}.")
        else:
            yield unknown(
                f"Not walked to its end, so not all of it could be searched: {channel}.",
                "See `sayso script check` for mistakes in the questions; report it if there are none.",
            )


def _shown(answers: Sequence[Answer], marks: tuple[Mark, ...]) -> Iterator[Finding]:
    """Look through what browsers were answered: no header tells of a person, no page shows a secret or a traceback."""
    sought, of_secrets = needles(marks), needles(tuple(mark for mark in marks if mark.secret))
    wrong: set[Hit] = set()
    for answer in answers:
        told = "\n".join(f"{name}: {value}" for name, value in answer.headers if name.lower() != "set-cookie")
        wrong |= search_bytes(f"a header of the answer to {answer.path}", told.encode(), sought)
        wrong |= search_bytes(f"the page {answer.path}", answer.body.encode(), of_secrets)
        if TRACEBACK in answer.body:
            yield fails(f"The page {answer.path} shows a traceback.", "Report it to those who keep Sayso.")
    yield from _found(wrong)
    if not wrong:
        errors = sum(answer.status >= 400 for answer in answers)  # noqa: PLR2004 - HTTP's errors
        yield holds(
            f"{len(answers)} answers of the web chat, {errors} of them errors: no secret, no traceback, no header."
        )
