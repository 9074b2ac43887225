"""What the browser is told to keep to, and whether a form came from our own page."""

from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Sent with every page, so that it loads nothing from anywhere else and sits in nobody's frame."""


def page_headers() -> CIMultiDict[str]:
    """Return the headers of a page about one person's talk: no browser and no proxy may keep it."""
    return CIMultiDict({**SECURITY_HEADERS, "Cache-Control": "no-store", "Vary": "Accept, Cookie"})


def is_from_elsewhere(request: web.Request, public_url: str) -> bool:
    """Whether another website sent this form.

    Sec-Fetch-Site decides where the browser sends it. Older browsers send Origin, and with our own no-referrer policy
    they send `null`; then SameSite=Lax protects, since a form from elsewhere comes without the cookie.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return False
    try:
        host = URL(origin).authority
    except ValueError:
        return True
    return host not in (request.host, URL(public_url).authority if public_url else request.host)
