import pytest

from conversations.content import load_script
from conversations.flow import NodeKind, find_flow
from conversations.paths import find_paths
from conversations.people import Channel
from conversations.state import Phase
from conversations.turn import Ending, EraseResponse, RecordConsent, SkipQuestion
from conversations.walking import Walk

SCRIPT = load_script()
WEB, TELEGRAM = find_paths(SCRIPT), find_paths(SCRIPT, Channel.TELEGRAM)
FLOW = find_flow(SCRIPT)


def effects_of(walk: Walk) -> list[object]:
    return [effect for step in walk.steps for effect in step.turn.effects]


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("young-person-under-10", Ending.FINISHED), ("young-person-13-15", Ending.FINISHED),
        ("parent-carer-26-plus", Ending.FINISHED), ("professional", Ending.FINISHED),
        ("together-no", Ending.UNDER_10), ("permission-no", Ending.NO_PERMISSION), ("take-part-no", Ending.DECLINED),
        ("quotes-no", Ending.FINISHED), ("about-you-no", Ending.FINISHED), ("check-yes", Ending.FINISHED),
        ("skip-all", Ending.FINISHED), ("stop-keep", Ending.STOPPED_KEPT), ("stop-erase", Ending.STOPPED_ERASED),
        ("stop-carry-on", Ending.FINISHED),
    ],
)  # fmt: skip
def test_each_path_ends_as_its_name_says(name: str, ending: Ending) -> None:
    assert WEB[name].ending is ending


@pytest.mark.parametrize(
    "name", ["young-person-13-15", "young-person-under-10", "parent-carer-13-15", "telegram-age-no"]
)
def test_those_who_are_too_young_for_telegram_are_led_to_the_web_chat(name: str) -> None:
    assert TELEGRAM[name].ending is Ending.UNDER_16_TELEGRAM
    assert effects_of(TELEGRAM[name])[:-1] == []


def test_together_the_paths_meet_every_ending_and_every_phase() -> None:
    walks = [*WEB.values(), *TELEGRAM.values()]
    assert {walk.ending for walk in walks} == set(Ending)
    assert {step.turn.state.phase for walk in walks for step in walk.steps} == set(Phase) - {Phase.NEW}


def test_skipping_all_skips_every_question_and_gives_no_answer() -> None:
    skipped = [effect.question_id for effect in effects_of(WEB["skip-all"]) if isinstance(effect, SkipQuestion)]
    assert skipped == [question.id for question in SCRIPT.questions]


def test_a_refusal_is_recorded_or_leaves_nothing() -> None:
    assert any(isinstance(e, RecordConsent) and not e.agreed for e in effects_of(WEB["quotes-no"]))
    assert len(effects_of(WEB["take-part-no"])) == 1
    assert any(isinstance(effect, EraseResponse) for effect in effects_of(WEB["stop-erase"]))


def test_paths_are_walked_in_the_language_that_was_asked_for() -> None:
    easy = find_paths(SCRIPT, language="en-easy")
    assert list(easy) == list(WEB)
    assert {step.turn.state.language for walk in easy.values() for step in walk.steps} == {"en-easy"}


def test_the_flow_has_every_question_and_every_ending_once() -> None:
    ids = [node.id for node in FLOW.nodes]
    assert len(ids) == len(set(ids))
    assert {i for i in ids if i.startswith("question:")} == {f"question:{q.id}" for q in SCRIPT.questions}
    assert {i for i in ids if i.startswith("ending:")} == {f"ending:{ending.value}" for ending in Ending}


def test_the_flow_leads_from_the_beginning_and_from_stop_to_every_step() -> None:
    reached = {"audience", "stop"}
    for _ in FLOW.nodes:
        reached |= {edge.target for edge in FLOW.edges if edge.source in reached}
    assert reached == {node.id for node in FLOW.nodes}


def test_only_endings_lead_nowhere() -> None:
    sources = {edge.source for edge in FLOW.edges}
    assert {node.kind for node in FLOW.nodes if node.id not in sources} == {NodeKind.ENDING}


def test_what_leads_back_stands_on_its_step() -> None:
    again = {node.id: node.again for node in FLOW.nodes if node.again}
    assert again == {"check": ("Yes",), "stopping": ("Don't stop, carry on",)}


@pytest.mark.parametrize(
    ("source", "target", "label"),
    [
        ("age", "together", "web: Under 10"),
        ("age", "ending:under_16_telegram", "telegram: Under 10 · 10 to 12 · 13 to 15"),
        ("age", "permission", "web: 10 to 12\nweb young person: I'd rather not say"),
        ("audience", "check", "Someone who works with young people"),
        ("question:helps", "question:hard", "Next · Skip"),
        ("question:gender", "question:ethnic_group", "any choice · Skip"),
        ("question:district", "ending:finished", "parent carer or professional: any choice · Skip"),
        ("stop", "stopping", "something written"),
        ("stopping", "ending:stopped_erased", "Erase it all"),
    ],
)
def test_an_edge_says_which_buttons_lead_along_it_and_for_whom(source: str, target: str, label: str) -> None:
    (edge,) = [edge for edge in FLOW.edges if (edge.source, edge.target) == (source, target)]
    assert edge.label == label
