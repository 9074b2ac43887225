"""The page's styles and scripts, joined and hashed once at the start: a name with a hash can be kept for ever."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"


def drawing(name: str) -> str:
    """Return what the drawing of a picture is called among the static files."""
    return f"picture-{name}.svg"


BUNDLES = {
    "chat.css": (
        "text/css",
        (
            "colours.css",
            "page.css",
            "header.css",
            "thread.css",
            "pictures.css",
            "composer.css",
            "receipt.css",
            "you_said.css",
            "forced.css",
        ),
    ),
    "frame.js": ("text/javascript", ("leave.js", "in_place.js", "listening.js")),
    "chat.js": ("text/javascript", ("outbox.js", "keeping.js", "thread.js", "asking.js", "chat.js")),
    "kiosk.css": ("text/css", ("kiosk.css", "forced.css")),
    "kiosk.js": ("text/javascript", ("kiosk.js",)),
    "event.css": ("text/css", ("colours.css", "event.css")),
    "event.js": ("text/javascript", ("event.js", "set_up.js")),
    "icon.svg": ("image/svg+xml", ("icon.svg",)),
    **{
        drawing(path.stem): ("image/svg+xml", (f"pictures/{path.name}",))
        for path in sorted((FOLDER / "pictures").glob("*.svg"))
    },
}
"""What the page asks for, and the files each is joined from: one request each on a bad line."""

FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent, plain and packed."""

    content_type: str
    body: bytes
    packed: bytes


class StaticFiles:
    """Every static file by its hashed name. Raises OSError where one is missing: better at the start than later."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._files: dict[str, StaticFile] = {}
        for name, (content_type, parts) in BUNDLES.items():
            body = b"\n".join((FOLDER / part).read_bytes() for part in parts)
            stem, _, suffix = name.rpartition(".")
            hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
            self._names[name] = hashed
            self._files[hashed] = StaticFile(content_type, body, gzip.compress(body, mtime=0))

    def path(self, name: str) -> str:
        """Return where a file is served. Raises KeyError for one that does not exist."""
        return f"/static/{self._names[name]}"

    async def serve(self, request: web.Request) -> web.Response:
        """Send one file, packed where the browser takes that; 404 for any other name."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            return web.Response(status=404, text="There is no such file.\n", headers={"Cache-Control": "no-store"})
        headers = {"Cache-Control": FOR_EVER, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=file.packed, content_type=file.content_type, charset="utf-8", headers=headers)
        return web.Response(body=file.body, content_type=file.content_type, charset="utf-8", headers=headers)


@cache
def static_files() -> StaticFiles:
    """Return every static file, joined, packed and held once a process. Raises OSError where one is missing."""
    return StaticFiles()
