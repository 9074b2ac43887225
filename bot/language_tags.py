"""Which of our languages a tag means that a phone, a browser or an app is set to."""

from collections.abc import Collection

SAME = {"prs": "fa", "ku": "ckb"}
"""Codes that phones have for a language we know by another: Dari, Kurdish."""


def language_of_tag(tag: str, languages: Collection[str]) -> str:
    """Return the language that a BCP 47 tag names, as far as there is wording in it: `pt-br`, else `pt`, else none."""
    tag = tag.lower()
    while tag:
        for code in (tag, SAME.get(tag, "")):
            if code in languages:
                return code
        tag = tag.rpartition("-")[0]
    return ""
