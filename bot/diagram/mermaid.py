"""Writes a flow as Mermaid text, which many editors and wikis turn into a picture."""

from collections.abc import Iterator

from conversations.flow import Flow, Node, NodeKind

SHAPES = {NodeKind.ENDING: ("([", "])"), NodeKind.STOP: ("{{", "}}")}
"""The brackets that give a kind of node its shape; all others are boxes."""

STYLES = {
    NodeKind.CHOICE: "fill:#eef2f7,stroke:#5b7083,color:#17242f",
    NodeKind.QUESTION: "fill:#005eb8,stroke:#003d78,color:#ffffff",
    NodeKind.ABOUT_YOU: "fill:#dcecfb,stroke:#2f7fc4,color:#17242f",
    NodeKind.STOP: "fill:#fdf0dc,stroke:#b06a00,color:#17242f",
    NodeKind.ENDING: "fill:#e6f4ea,stroke:#2c7a45,color:#17242f",
}


def draw_mermaid(flow: Flow) -> str:
    """Return the flow as Mermaid text."""
    return "\n".join(statements(flow)) + "\n"


def statements(flow: Flow) -> Iterator[str]:
    """Yield one line for each node, edge and kind."""
    names = {node.id: f"n{number}" for number, node in enumerate(flow.nodes)}
    yield "flowchart TD"
    for node in flow.nodes:
        opening, closing = SHAPES.get(node.kind, ("[", "]"))
        yield f"  {names[node.id]}{opening}{words_of(node)}{closing}:::{node.kind.value}"
    for edge in flow.edges:
        yield f"  {names[edge.source]} -->|{quoted(edge.label)}| {names[edge.target]}"
    for node in flow.nodes:
        for label in node.again:
            yield f"  {names[node.id]} -.->|{quoted(label)}| {names[node.id]}"
    for kind, style in STYLES.items():
        yield f"  classDef {kind.value} {style}"


def words_of(node: Node) -> str:
    """Return a node's name and words."""
    return quoted(f"{node.name.upper()}\n{node.text}")


def quoted(text: str) -> str:
    """Return a text as Mermaid reads it: quotes and signs it would take for its own written as entities."""
    escaped = text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return '"' + escaped.replace("\n", "<br/>") + '"'
