"""What the canary carries: made-up people whose every trace can be searched for, in every form it could be written in.

None of them exists: the phone numbers are Ofcom's for drama, the e-mail's domain can belong to nobody (RFC 2606), the
postcode is in no list, and names and school were made up for this.
"""

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to search for. `called` is what the report says of it: the value itself is never shown.

    `secret` says that it may not stand on a page either, where a person's own words may. `kept_hashed` says that its
    plain hash is meant to be stored: 192 random bits cannot be guessed from it, as a name or a chat's id can. `common` says
    that real people may have it too, so that it proves nothing where their data is as well.
    """

    called: str
    value: bytes
    secret: bool = False
    kept_hashed: bool = False
    common: bool = False

    def __repr__(self) -> str:
        """Show only what it is called."""
        return f"Mark({self.called})"


@dataclass(frozen=True, slots=True, repr=False)
class Needle:
    """A mark in one form. `folded` says that capital letters of A to Z do not count."""

    mark: Mark
    form: str
    sought: bytes
    folded: bool


def text_mark(called: str, value: str, *, secret: bool = False) -> Mark:
    """Return a mark that is a text."""
    return Mark(called, value.encode(), secret)


PERSONAL = (
    Mark("a first name", b"Zebedee", common=True),
    text_mark("a surname", "Quillfeather"),
    text_mark("a name with foreign letters", "Černohlávková"),
    text_mark("a mobile number", "07700 900461"),
    text_mark("a mobile number without spaces", "07700900461"),
    text_mark("a mobile number, international", "7700 900461"),
    text_mark("an e-mail address", "zq.heron@canary.invalid"),
    text_mark("a postcode", "ME14 9ZQ"),
    text_mark("a postcode without space", "ME149ZQ"),
    text_mark("a school", "Larkmoor"),
    text_mark("an account handle", "zquill_heron46"),
    text_mark("an NHS number", "943 476 5919"),
    text_mark("a street", "Wexcombe"),
)
"""What is written into answers, into the profile of a Telegram account, into addresses and forms."""

SENTENCES = (
    "My name is Zebedee Quillfeather.",
    "My friend is called Žofie Černohlávková and she helps me.",
    "You can ring me on 07700 900461 or +44 7700 900461.",
    "Email me at zq.heron@canary.invalid please.",
    "We live at 14 Wexcombe Road, ME14 9ZQ.",
    "I go to Larkmoor Academy.",
    "My insta is @zquill_heron46 and my snapchat is zquill_heron46.",
    "My NHS number is 943 476 5919.",
)
"""What the canary writes: each in words that redaction is known to notice, since it is not redaction that is measured."""

DISCLOSURE = "My stepdad Zebedee Quillfeather hits me."
"""Sets off a signpost, so that the words are put aside."""


def needles(marks: tuple[Mark, ...]) -> tuple[Needle, ...]:
    """Return every mark in every form it could be found in."""
    return tuple(needle for mark in marks for needle in dict.fromkeys(_forms(mark)))


def _forms(mark: Mark) -> Iterator[Needle]:
    value = mark.value
    yield Needle(mark, "as it is", value.lower(), folded=True)
    yield Needle(mark, "in hexadecimal", value.hex().encode(), folded=True)
    for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            yield Needle(mark, "in base64", _inside_base64(alphabet(b"\0" * shift + value), shift), folded=False)
    for name in () if mark.kept_hashed else ("sha256", "sha1", "md5"):
        hashed = hashlib.new(name, value).hexdigest().encode()
        yield Needle(mark, f"as a hash without a key ({name})", hashed, folded=True)
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        yield Needle(mark, "in UTF-16", text.encode(encoding).lower(), folded=True)
    written = {
        "URL-encoded": (quote(text, safe=""), quote_plus(text)),
        "JSON-escaped": (json.dumps(text)[1:-1],),
        "HTML-escaped": (html.escape(text),),
        "as Python shows it": (repr(value)[2:-1], ascii(text)[1:-1]),
    }
    for form, texts in written.items():
        for other in texts:
            if other != text:
                yield Needle(mark, form, other.encode().lower(), folded=True)


def _inside_base64(encoded: bytes, shift: int) -> bytes:
    """Return the part of the encoding that does not depend on what stands before and after the value."""
    begin = (0, 2, 3)[shift]
    end = len(encoded.rstrip(b"="))
    return encoded[begin : end - (1 if encoded.endswith(b"=") else 0)]
