"""Whether pages load anything from elsewhere: scripts, styles, fonts, pictures, trackers; and what browsers are told.

A page may lead elsewhere where somebody taps (a help line's site, the way out); it may load nothing from there.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from yarl import URL

from bot.privacy.findings import Finding, fails, holds
from bot.privacy.web_talk import Answer

LOADING = {
    "src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "code", "archive", "xlink:href"
}  # fmt: skip
"""Attributes whose address a browser fetches or sends to by itself."""

HREF_LOADS = {"link", "image", "use", "base", "script"}
"""Elements whose href is fetched or counts for what is; that of `a` and `area` waits for a tap."""

ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'()<>,;]+")
IN_STYLES = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE)
OURS = {"'self'", "'none'", "data:", "blob:"}
"""What a content security policy may name without anybody else being asked."""

PAGE_KINDS = ("text/html", "text/css", "text/javascript", "image/svg+xml")
NAMESPACES = "http://www.w3.org/"
"""Names of languages, not addresses: nothing is fetched from there."""


def page_findings(answers: Iterable[Answer], where: str, own: str) -> list[Finding]:
    """Return what is wrong with some pages, or one finding that nothing is. `own` is the address they came from."""
    seen = [answer for answer in answers if answer.kind in PAGE_KINDS]
    found = dict.fromkeys(finding for answer in seen for finding in _of_one(answer, where, URL(own)))
    if found or not seen:
        return list(found)
    pages = sum(answer.kind == "text/html" for answer in seen)
    return [
        holds(
            f"{where}: {pages} pages and {len(seen) - pages} files load nothing from elsewhere; every page has a strict "
            "content security policy, sends no referrer and is kept by no cache."
        )
    ]


def _of_one(answer: Answer, where: str, own: URL) -> Iterator[Finding]:
    mend = "Find out what put it there: a change of the templates, or a proxy in front that adds to pages."
    for what in _loaded_from_elsewhere(answer, own):
        yield fails(f"{where}: {answer.path} loads from elsewhere: {what}.", mend)
    if answer.kind != "text/html":
        return
    headers = {name.lower(): value for name, value in answer.headers}
    for wrong in policy_mistakes(headers.get("content-security-policy", "")):
        yield fails(f"{where}: {answer.path}: {wrong}.", "See that no proxy in front takes away or changes the header.")
    if headers.get("referrer-policy") != "no-referrer":
        yield fails(
            f"{where}: {answer.path} lets other sites see where a person came from.",
            "Send Referrer-Policy: no-referrer.",
        )
    if "no-store" not in headers.get("cache-control", ""):
        yield fails(
            f"{where}: {answer.path} may be kept by caches.", "See that no proxy in front changes Cache-Control."
        )
    for name, value in answer.headers:
        if name.lower() == "set-cookie" and not ("httponly" in value.lower() and "samesite" in value.lower()):
            yield fails(f"{where}: {answer.path} sets a cookie that scripts or other sites may use.", mend)


def policy_mistakes(policy: str) -> Iterator[str]:
    """Give what is wrong with a content security policy: it is missing, or lets something from elsewhere in."""
    directives = [part.split() for part in policy.split(";") if part.split()]
    if not any(name.lower() == "default-src" for name, *_ in directives):
        yield "it has no content security policy with default-src"
    for name, *sources in directives:
        for source in sources:
            if source.lower() not in OURS:
                yield f"its content security policy allows {name} {source}"


def _loaded_from_elsewhere(answer: Answer, own: URL) -> Iterator[str]:
    if answer.kind == "text/html":
        parser = _Loading()
        parser.feed(answer.body)
        yield from (address for address in parser.addresses if is_elsewhere(address, own))
        yield from parser.inline
    elif answer.kind == "text/css":
        yield from (match.group() for match in IN_STYLES.finditer(answer.body))
    else:
        found = (match.group() for match in ADDRESS.finditer(_without_comments(answer.body)))
        yield from (address for address in found if not address.startswith(NAMESPACES) and is_elsewhere(address, own))


def is_elsewhere(address: str, own: URL) -> bool:
    """Whether an address in a page is another site's. `data:` and addresses without a host are not."""
    try:
        url = URL(address.strip())
    except ValueError:
        return True
    return bool(url.host) and (url.host, url.port) != (own.host, own.port)


def _without_comments(script: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", script, flags=re.DOTALL | re.MULTILINE)


class _Loading(HTMLParser):
    """Collects what a page makes a browser fetch, and what it runs from within."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name in LOADING or (name == "href" and tag in HREF_LOADS):
                self.addresses += (
                    [part.split()[0] for part in value.split(",") if part.split()] if name == "srcset" else [value]
                )
            if name.startswith("on"):
                self.inline.append(f"a script within the page ({name})")
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.addresses += ADDRESS.findall(values.get("content", ""))
        if tag == "script" and "src" not in values:
            self.inline.append("a script within the page")
        self.inline += [f"styles within the page: {m}" for m in IN_STYLES.findall(values.get("style", ""))]
