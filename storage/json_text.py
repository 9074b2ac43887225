"""JSON as it is stored and sent at each turn: read and written with orjson, in a part of the time of Python's own module.

What orjson refuses and Python's module takes goes through that one: half a surrogate pair that some telephone sent, or
writing a whole number of more than 64 bits. Reading such a number gives a float, and a number that is none (NaN) is
written as null; nothing that is stored or sent here is either.
"""

import json
from typing import Any

import orjson


def read_json(text: str | bytes | bytearray) -> Any:
    """Return the value that a text writes down. Raises ValueError where it is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def json_bytes(value: Any) -> bytes:
    """Return a value written down, in UTF-8. Raises TypeError and ValueError for what JSON has no words for."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def json_text(value: Any) -> str:
    """Return a value written down. Raises what `json_bytes` raises."""
    return json_bytes(value).decode()
