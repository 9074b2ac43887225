"""The second factor: six digits from an authenticator app (RFC 6238), or a recovery code where the phone is lost."""

import base64
import io
import secrets
from datetime import datetime
from importlib import import_module
from typing import Any

import pyotp

STEP_SECONDS = 30
"""How long the app shows one code. One step before and one after count too, since clocks differ."""

RECOVERY_CODES = 8
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter or digit that looks like another."""

GROUPS, GROUP_LENGTH = 3, 4
"""A recovery code is three times four letters: 59 bits."""

SECRET_BYTES = 20


def new_secret() -> bytes:
    """Return a random secret of 160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def typed_secret(secret: bytes) -> str:
    """Return a secret as it is typed into an app, in groups of four."""
    letters = _base32(secret)
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def app_address(secret: bytes, name: str, issuer: str) -> str:
    """Return the address (`otpauth:`) that an app takes the secret from: tapped on its own phone, or in the picture."""
    return pyotp.TOTP(_base32(secret)).provisioning_uri(name=name, issuer_name=issuer)


def qr_code(address: str) -> str:
    """Return the picture that an app, or a phone's camera, reads an address from: SVG to stand in a page."""
    drawing = io.BytesIO()
    # What draws is imported here: somebody sets up an app a few times a year.
    squares: Any = import_module("segno")
    squares.make(address, error="m", micro=False).save(
        drawing, kind="svg", scale=5, border=4, xmldecl=False, svgns=False, light="#fff", svgclass="qr", lineclass=None
    )
    return drawing.getvalue().decode()


def step_of(secret: bytes, code: str, moment: datetime) -> int | None:
    """Return the step that a code is of, to be used once (`storage.accounts.use_code_step`); None for a wrong code."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    now = int(moment.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(_base32(secret))
    fitting = [step for step in (now - 1, now, now + 1) if secrets.compare_digest(app.generate_otp(step), digits)]
    return max(fitting, default=None)


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes to be shown once."""
    return tuple(
        "-".join("".join(secrets.choice(RECOVERY_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def recovery_code(written: str) -> str:
    """Return the recovery code that is meant, without what stands between; empty where it can be none."""
    letters = "".join(letter for letter in written.lower() if letter in RECOVERY_LETTERS)
    return letters if len(letters) == GROUPS * GROUP_LENGTH else ""


def _base32(secret: bytes) -> str:
    return base64.b32encode(secret).decode()
