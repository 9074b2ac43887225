"""Draws a placed flow as one self-contained SVG: real text, a title and a description, A4 upright when printed."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from bot.diagram.boxes import LABEL_LINE, LINE, Box
from bot.diagram.places import Road, place
from conversations.flow import Flow, Node, NodeKind

A4_RATIO = 297 / 210
MARGIN = 40.0
HEAD = 112.0
FOOT = 88.0

FILLS = {
    NodeKind.CHOICE: ("#eef2f7", "#5b7083"),
    NodeKind.QUESTION: ("#005eb8", "#003d78"),
    NodeKind.ABOUT_YOU: ("#dcecfb", "#2f7fc4"),
    NodeKind.STOP: ("#fdf0dc", "#b06a00"),
    NodeKind.ENDING: ("#e6f4ea", "#2c7a45"),
}
"""Fill and outline by kind; every kind also has a shape or a word of its own, so that no colour is needed to read it."""

LEGEND = {
    NodeKind.CHOICE: "choice",
    NodeKind.QUESTION: "key question",
    NodeKind.ABOUT_YOU: "about you",
    NodeKind.STOP: "stopping",
    NodeKind.ENDING: "ending",
}

SUBTITLE = "Every step a person can take. Help, Back and the language are there at every step."

OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="{height:.0f}mm" '
    'viewBox="0 0 {wide:.0f} {tall:.0f}" role="img" aria-labelledby="title description">'
)

ARROW_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#7b8fa3"/></marker></defs>'
)

STYLE = """
text { font-family: 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif; fill: #17242f; }
.title { font-size: 34px; font-weight: 700; }
.under { font-size: 17px; fill: #44556a; }
.name { font-size: 13px; font-weight: 700; letter-spacing: .5px; fill: #44556a; }
.words { font-size: 17px; }
.again { font-size: 15px; font-style: italic; fill: #44556a; }
.label { font-size: 15.5px; }
.light .name { fill: #cfe3f7; } .light .words { fill: #ffffff; }
.line { fill: none; stroke: #7b8fa3; stroke-width: 1.8; }
.chip { fill: #ffffff; stroke: #b9c6d3; stroke-width: 1; }
"""


def draw_svg(flow: Flow) -> str:
    """Return the flow as SVG text."""
    page = place(flow)
    wide = page.width + 2 * MARGIN
    tall = page.height + HEAD + FOOT
    wide, tall = max(wide, tall / A4_RATIO), max(tall, wide * A4_RATIO)
    left = (wide - page.width) / 2
    parts = [
        OPENING.format(height=210 * tall / wide, wide=wide, tall=tall),
        f'<title id="title">{escape(flow.title)}: the flow of the conversation</title>',
        f'<desc id="description">{escape(in_words(flow))}</desc>',
        f"<style>{STYLE}</style>",
        ARROW_TIP,
        f'<rect width="{wide:.0f}" height="{tall:.0f}" fill="#ffffff"/>',
        f'<text class="title" x="{MARGIN}" y="{MARGIN + 22}">{escape(flow.title)}</text>',
        f'<text class="under" x="{MARGIN}" y="{MARGIN + 50}">{SUBTITLE}</text>',
        f'<g transform="translate({left:.1f} {HEAD})">',
        *map(line, page.roads),
        *(chip(box) for road in page.roads for box in road.boxes[1:-1] if box.lines),
        *(shape(node, page.nodes[node.id]) for node in flow.nodes),
        "</g>",
        *legend(tall - MARGIN),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def in_words(flow: Flow) -> str:
    """Return the whole picture in sentences, for those who hear it."""
    names = {node.id: node.name for node in flow.nodes}
    ways = (
        f"From {names[edge.source]} to {names[edge.target]}: {edge.label.replace(chr(10), '; ')}."
        for edge in flow.edges
    )
    return " ".join(ways)


def line(road: Road) -> str:
    """Return an edge: straight down through its label and the places it passes, curved between them."""
    first, *others = road.boxes
    x, y = first.x, first.bottom
    path = [f"M{x:.1f} {y:.1f}"]
    for box in others:
        path.append(bend(x, y, box.x, box.top))
        x, y = box.x, box.top
        if box.lines and not box.beside and box is not road.boxes[-1]:
            y = box.bottom
            path.append(f"L{x:.1f} {y:.1f}")
    title = f"<title>{escape(road.edge.label)}</title>"
    return f'<path class="line" d="{" ".join(path)}" marker-end="url(#tip)">{title}</path>'


def bend(x: float, y: float, to_x: float, to_y: float) -> str:
    """Return a curve that leaves and arrives straight down."""
    half = (y + to_y) / 2
    return f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"


def chip(box: Box) -> str:
    """Return one label: on its line, or beside it."""
    if box.beside:
        return f'<text class="label" x="{box.x + 9:.1f}" y="{box.top + 16:.1f}">{escape(box.lines[0])}</text>'
    words = "".join(
        f'<text class="label" text-anchor="middle" x="{box.x:.1f}" y="{box.top + 16.5 + number * LABEL_LINE:.1f}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(box.lines)
    )
    return f"<g>{rectangle(box, 'chip', '', round_by=9)}{words}</g>"


def rectangle(box: Box, kind: str, paint: str, *, round_by: float) -> str:
    """Return a box's outline."""
    return (
        f'<rect class="{kind}" x="{box.x - box.width / 2:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{round_by:.0f}"{paint}/>'
    )


def shape(node: Node, box: Box) -> str:
    """Return a node: its name small, its words below, and the buttons that lead back."""
    fill, outline = FILLS[node.kind]
    round_by = box.height / 2 if node.kind is NodeKind.ENDING else 10
    paint = f' fill="{fill}" stroke="{outline}" stroke-width="1.6"'
    middle = f'text-anchor="middle" x="{box.x:.1f}"'
    y = box.top + 17
    parts = [rectangle(box, "node", paint, round_by=round_by)]
    parts.append(f'<text class="name" {middle} y="{y:.1f}">{escape(node.name.upper())}</text>')
    for line in box.lines:
        y += LINE
        parts.append(f'<text class="words" {middle} y="{y:.1f}">{escape(line)}</text>')
    if node.again:
        again = f"↺ {' · '.join(node.again)}"
        parts.append(f'<text class="again" {middle} y="{y + LINE:.1f}">{escape(again)}</text>')
    light = ' class="light"' if node.kind is NodeKind.QUESTION else ""
    return f"<g{light}><title>{escape(node.text)}</title>{''.join(parts)}</g>"


def legend(y: float) -> Iterator[str]:
    """Yield what the colours and shapes mean."""
    x = MARGIN
    for kind, words in LEGEND.items():
        fill, outline = FILLS[kind]
        box = Box(x + 14, y - 15, 28, 18)
        paint = f' fill="{fill}" stroke="{outline}" stroke-width="1.4"'
        yield rectangle(box, "node", paint, round_by=9 if kind is NodeKind.ENDING else 4)
        yield f'<text class="under" x="{x + 36:.0f}" y="{y:.0f}">{words}</text>'
        x += 62 + len(words) * 9
    yield f'<text class="under" x="{x:.0f}" y="{y:.0f}">↺ leads back</text>'
