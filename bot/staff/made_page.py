"""The page of one file that is being made or waits to be fetched: how far it is, the file itself, an end to it."""

from datetime import timedelta

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.staff.making_files import KEPT_MINUTES, FilesBeingMade, MadeFile
from bot.staff.sending_files import PACKING, send
from bot.staff.site import Site
from storage.accounts import Role
from storage.errors import ExportError
from storage.releases.contents import COUNTING, READING, WRITING
from storage.releases.entering import ENTERING

ROLES = (Role.LEAD, Role.ANALYST)
ZIP = "application/zip"
ANSWERS = "writing answers"

PATIENCE = timedelta(seconds=10)
"""How long a file that was asked for is waited for: most are made by then and come at once, without a page in between."""

LOOKS = 15
"""How often a browser is sent to look for a file at another copy of Sayso; browsers follow twenty times in a row at most."""

OF_A_RELEASE = (ENTERING, COUNTING, READING, WRITING, PACKING)
OF_ONE_AGAIN = (COUNTING, READING, WRITING, PACKING)
OF_ANSWERS = (ANSWERS, PACKING)

TEXTS = {
    ENTERING: "downloads.step_entering",
    COUNTING: "downloads.step_counting",
    READING: "downloads.step_reading",
    WRITING: "downloads.step_writing",
    ANSWERS: "downloads.step_answers",
    PACKING: "downloads.step_packing",
}


def state_of(one: MadeFile) -> str:
    """Return the state of a file: `making`, `ready` or `failed`."""
    return "failed" if one.error is not None else "ready" if one.file is not None else "making"


def refusal_of(site: Site, error: Exception) -> str:
    """Return what is said of an error: what to do where it tells that, and never what went wrong inside."""
    if isinstance(error, ExportError):
        return str(error)
    return site.texts.say("site.down" if isinstance(error, SQLAlchemyError | OSError) else "site.failed")


async def sent(request: web.Request, one: MadeFile) -> web.StreamResponse:
    """Send a file, and have it taken away once it is out whole. Raises FileNotFoundError where it is gone."""
    async with one.read() as file:
        return await send(request, file, one.asked.name, ZIP, one.drop)


class MadePages:
    """Shows one file, sends it, stops it: only to the account that asked for it."""

    def __init__(self, site: Site, files: FilesBeingMade) -> None:
        self._site = site
        self._files = files

    def add(self) -> None:
        """Add the pages."""
        self._site.add("GET", "/downloads/made/{id}", self.show, *ROLES)
        self._site.add("GET", "/downloads/made/{id}/file", self.fetch, *ROLES)
        self._site.add("POST", "/downloads/made/{id}/stop", self.stop, *ROLES)

    async def show(self, request: web.Request) -> web.Response:
        """Show how far a file is, that it is ready, or why it could not be made."""
        site, one = self._site, self._found(request)
        if one is None:
            return self._elsewhere(request)
        state = state_of(one)
        doing, done, number = one.so_far
        return site.render(
            request,
            "download.html",
            title=site.texts.say(f"downloads.{state}"),
            state=state,
            what=one.asked.what,
            asked=one.asked.minute,
            id=one.id,
            engagement=one.asked.engagement,
            release=ENTERING in one.asked.steps,
            step=self._step(one, doing),
            percent=min(100, 100 * done // number) if number else 0,
            minutes=KEPT_MINUTES,
            refused=refusal_of(site, one.error) if one.error else "",
        )

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """Send the file; show its page where it is not made yet, or is gone."""
        one = self._found(request)
        if one is None:
            return self._elsewhere(request)
        if one.file is None:
            return self._site.go(f"/downloads/made/{request.match_info['id']}")
        return await sent(request, one)

    async def stop(self, request: web.Request) -> web.StreamResponse:
        """Stop making a file, or take it away; show what there is then."""
        one = self._found(request)
        if one is None:
            return self._elsewhere(request)
        one.drop()
        # What it had begun to release is gone from the ledger by then, if it is not released.
        await one.ends_within(PATIENCE)
        return self._site.go(f"/downloads?engagement={one.asked.engagement}")

    def _found(self, request: web.Request) -> MadeFile | None:
        return self._files.find(self._site.who(request).id, request.match_info["id"])

    def _elsewhere(self, request: web.Request) -> web.Response:
        """Send the browser to look again where the file may be at another copy of Sayso: what stands between them chooses which.

        A file lies at the copy that makes it. The connection is closed, since some choose once for each connection.
        """
        looked = request.query.get("looked", "0")
        looks = int(looked) if looked in map(str, range(LOOKS)) else LOOKS
        if self._site.database.is_sqlite or looks == LOOKS:
            return self._site.trouble(request, 404, "downloads.made_unknown")
        again = request.rel_url.with_query(looked=looks + 1)
        response = web.Response(status=307, headers={"Location": str(again)})
        response.force_close()
        return response

    def _step(self, one: MadeFile, doing: str) -> str:
        steps, say = one.asked.steps, self._site.texts.say
        if doing not in steps:
            return say("downloads.step", step=1, steps=len(steps), what=say("downloads.step_waiting"))
        return say("downloads.step", step=1 + steps.index(doing), steps=len(steps), what=say(TEXTS[doing]))
