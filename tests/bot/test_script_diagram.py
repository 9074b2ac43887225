from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from bot.cli import main
from bot.diagram.boxes import Box
from bot.diagram.mermaid import draw_mermaid, quoted
from bot.diagram.places import Page, parts, place
from bot.diagram.svg import draw_svg
from conversations.content import load_script
from conversations.flow import find_flow

ENGAGEMENTS = Path(__file__).parent.parent / "engagements"
FLOWS = {script.engagement: find_flow(script) for script in (load_script(), load_script(ENGAGEMENTS / "after-school"))}
PAGES = {name: place(flow) for name, flow in FLOWS.items()}
FIVE = FLOWS["five-questions"]
PICTURE = draw_svg(FIVE)
SVG = "{http://www.w3.org/2000/svg}"


def overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def boxes_with_words(page: Page) -> list[Box]:
    return [*page.nodes.values(), *(box for road in page.roads for box in road.boxes[1:-1] if box.lines)]


@pytest.mark.parametrize("name", FLOWS)
def test_no_step_and_no_label_covers_another(name: str) -> None:
    page = PAGES[name]
    assert [pair for pair in combinations(boxes_with_words(page), 2) if overlap(*pair)] == []


@pytest.mark.parametrize("name", FLOWS)
def test_everything_is_on_the_page_and_every_edge_leads_down(name: str) -> None:
    page = PAGES[name]
    assert all(box.left >= 0 and box.right <= page.width and box.top >= 0 for box in boxes_with_words(page))
    assert all(box.bottom <= page.height for box in boxes_with_words(page))
    for road in page.roads:
        tops = [box.top for box in road.boxes]
        assert tops == sorted(tops)


def test_the_way_that_most_people_go_runs_straight_down() -> None:
    page = PAGES["five-questions"]
    spine = [
        page.nodes[name].x for name in ("audience", "age", "check", "take_part", "question:helps", "ending:finished")
    ]
    assert len(set(spine)) == 1


def test_stop_stands_apart() -> None:
    assert [len(part.nodes) for part in parts(FIVE)] == [len(FIVE.nodes) - 5, 5]


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_picture_is_one_accessible_file_of_real_text() -> None:
    root = fromstring(PICTURE)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    title, description = root[0], root[1]
    assert (title.get("id"), description.get("id")) == ("title", "description")
    assert "From 1 of 5: helps to 2 of 5: hard: Next · Skip." in words_of(description)
    assert not {"image", "script", "foreignObject", "use"} & {element.tag.removeprefix(SVG) for element in root.iter()}
    assert "href" not in PICTURE


def test_the_picture_shows_every_step_and_every_button() -> None:
    root = fromstring(PICTURE)
    drawn = " ".join(words_of(text) for text in root.iter(f"{SVG}text"))
    for node in FIVE.nodes:
        assert node.name.upper() in drawn
    for edge in FIVE.edges:
        for words in edge.label.replace("\n", " ").replace("·", " ").split():
            assert words in drawn


def test_the_picture_is_a_page_of_a4_upright() -> None:
    root = fromstring(PICTURE)
    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")


def test_words_that_look_like_markup_are_drawn_as_words() -> None:
    assert quoted('Say "hi" & <b>') == '"Say #quot;hi#quot; #amp; #lt;b#gt;"'


def test_mermaid_text_has_every_step_and_every_edge() -> None:
    lines = draw_mermaid(FIVE).splitlines()
    assert lines[0] == "flowchart TD"
    assert sum(":::" in line for line in lines) == len(FIVE.nodes)
    assert sum(" -->|" in line for line in lines) == len(FIVE.edges)
    assert sum(" -.->|" in line for line in lines) == 2


def test_the_command_writes_the_picture_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "diagram", "--out", str(tmp_path / "flow.svg")]) == 0
    assert (tmp_path / "flow.svg").read_text(encoding="utf-8") == PICTURE
    assert main(["script", "diagram", "--format", "mermaid"]) == 0
    assert capsys.readouterr().out == draw_mermaid(FIVE)
