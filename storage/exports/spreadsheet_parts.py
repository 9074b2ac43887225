"""The small parts of an XLSX file that say what its sheets are called and how a day looks (ISO/IEC 29500)."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
RELATION = f"{OFFICE}/officeDocument/2006/relationships"
PACKAGE = f"{OFFICE}/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
"""Two ways for a cell to look: as it is, and (number 1) as a day, written 2026-11-22 as the codebook says: in the form
that a computer has for days, a file saved as CSV would hold 11/22/2026 on one and 22/11/2026 on another."""


def about_sheets(name: str, sheets: int) -> Iterator[tuple[str, str]]:
    """Give the parts around so many sheets, each with its name in the file; sheets after the first are numbered."""
    numbers = range(1, sheets + 1)
    types = [
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        _type("workbook.xml", "sheet.main"),
        _type("styles.xml", "styles"),
        *(_type(f"worksheets/sheet{number}.xml", "worksheet") for number in numbers),
    ]
    named = [
        f'<sheet name={quoteattr(name if number == 1 else f"{name} {number}")} sheetId="{number}" r:id="rId{number}"/>'
        for number in numbers
    ]
    parts = [_relation(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    parts.append(_relation(sheets + 1, "styles", "styles.xml"))
    yield "[Content_Types].xml", f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(types)}</Types>'
    yield "_rels/.rels", _relations([_relation(1, "officeDocument", "xl/workbook.xml")])
    yield (
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{"".join(named)}</sheets></workbook>',
    )
    yield "xl/_rels/workbook.xml.rels", _relations(parts)
    yield "xl/styles.xml", STYLES


def _type(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}" ContentType="{KIND}.{kind}+xml"/>'


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"/>'


def _relations(relations: list[str]) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
