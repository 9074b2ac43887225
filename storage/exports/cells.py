"""Keeps a cell from becoming a formula when a spreadsheet opens the file, in a way that can be undone.

After OWASP's advice on CSV injection: a cell that begins with one of the signs below, also after quotes, spaces and
invisible characters, gets an apostrophe in front. Full-width signs count, since some spreadsheets read them as plain.
"""

import re

GUARD = "'"

_INVISIBLE = r"\s'\"`‘’“”«»\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
_DANGEROUS = re.compile(rf"[\t\r\n]|[{_INVISIBLE}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]")


def guarded(value: str) -> str:
    """Return the cell that shows a value and is never a formula."""
    return GUARD + value if _DANGEROUS.match(value) else value


def unguarded(cell: str) -> str:
    """Return the value that `guarded` made a cell of.

    Exact for every value: what begins with an apostrophe of its own before such a sign was given another one.
    """
    return cell[1:] if cell.startswith(GUARD) and _DANGEROUS.match(cell[1:]) else cell
