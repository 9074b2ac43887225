"""The staff pages' styles and the organisation's logo, by names that hold a hash: each can be kept for ever.

The styles are NHS.UK frontend's, where they are installed, and ours on top. Without the first the pages are plain and
can still be used.
"""

import hashlib
import re
from importlib.resources import files

from aiohttp import web

from bot.figures.drawing import style as figures_style
from bot.settings import Settings
from bot.staff.logo import logo_in
from bot.webchat.static_files import FOLDER, FOR_EVER

SCRIPTS = ("paper.js", "hiding.js", "making.js")
"""What makes a page more comfortable that works without it."""

STATIC_PATH = "/staff/static/{name}"
FROM_ELSEWHERE = re.compile(r"@font-face\{[^}]*\}")
"""The NHS's own font lies on another host, which our pages ask nothing of, and is licensed to the NHS alone."""

ICON = re.compile(r"url\((\"?)/assets/[^)]*\)")
"""Pictures of sortable tables, which need scripts that we do not send."""


class SiteFiles:
    """The files by name, read once. Raises SettingsError for a logo that cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._names: dict[str, str] = {}
        self._files: dict[str, tuple[str, bytes]] = {}
        installed = files("bot.staff").joinpath("assets/installed/nhsuk-frontend.css")
        self.styled = installed.is_file()
        if self.styled:
            style = ICON.sub("none", FROM_ELSEWHERE.sub("", installed.read_text(encoding="utf-8")))
            self._add("nhsuk.css", "text/css", style.encode())
        own = files("bot.staff").joinpath("assets/site.css").read_text(encoding="utf-8")
        colour = f":root {{ --organisation: {settings.organisation_colour}; }}\n"
        self._add("site.css", "text/css", (colour + own).encode())
        self._add("figures.css", "text/css", figures_style().encode())
        for script in SCRIPTS:
            self._add(script, "text/javascript", files("bot.staff").joinpath("assets", script).read_bytes())
        self._add("icon.svg", "image/svg+xml", (FOLDER / "icon.svg").read_bytes())
        self.has_logo = settings.organisation_logo is not None
        if settings.organisation_logo is not None:
            logo = logo_in(settings.organisation_logo)
            self._add(logo.name, logo.content_type, logo.content)
            self._names["logo"] = self._names[logo.name]

    def path(self, name: str) -> str:
        """Return where a file is served. Raises KeyError for one that is not there."""
        return f"/staff/static/{self._names[name]}"

    async def serve(self, request: web.Request) -> web.Response:
        """Send one file; 404 for any other name."""
        found = self._files.get(request.match_info["name"])
        if found is None:
            return web.Response(status=404, text="There is no such file.\n", headers={"Cache-Control": "no-store"})
        kind, content = found
        response = web.Response(body=content, content_type=kind, headers={"Cache-Control": FOR_EVER})
        response.enable_compression()
        return response

    def _add(self, name: str, kind: str, content: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        self._names[name] = hashed
        self._files[hashed] = (kind, content)
