"""Turns script.toml and places.toml into values, noting every mistake on the way."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from conversations.inbound import COMMAND_MARK
from conversations.people import AgeBand, Audience
from conversations.prompts import RESERVED_ITEMS
from conversations.reading import Problems, Source
from conversations.script import AgeRules, Option, Question, QuestionKind, Section, Under10

ID = re.compile(r"[a-z0-9_]{1,30}")
ENGAGEMENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
NEED_OPTIONS = frozenset({QuestionKind.ONE_OF, QuestionKind.MANY_OF, QuestionKind.SCALE})
SCALE = ("1", "2", "3", "4", "5")
TOP_KEYS = frozenset({"engagement", "version", "title", "default_language", "values", "ages", "questions"})
QUESTION_KEYS = frozenset({"id", "kind", "section", "audiences", "age_bands", "options", "places", "note"})
OPTION_KEYS = frozenset({"id", "also", "own_words", "exclusive", "code"})
AGE_KEYS = frozenset({*(a.value for a in Audience), "under_10", "ask_permission", "telegram"})
PLACE_KEYS = frozenset({"id", "name", "code", "also", "from", "until"})


def read_age_bands(source: Source, problems: Problems) -> Mapping[Audience, tuple[AgeBand, ...]]:
    """Return the age bands offered to each audience; an audience that is not listed is not asked."""
    ages = problems.table(source, "ages", source.data.get("ages"))
    problems.no_other_keys(source, "ages", ages, AGE_KEYS)
    bands = {a: problems.all_named(source, f"ages.{a.value}", ages.get(a.value), AgeBand) for a in Audience}
    if not bands[Audience.YOUNG_PERSON]:
        advice = 'Write young_person = ["10_12", "13_15"] and so on under [ages]: the right words and help go by age.'
        problems.add(source, "ages.young_person", "Young people are not asked their age.", advice)
    return MappingProxyType(bands)


def read_age_rules(source: Source, problems: Problems) -> AgeRules:
    """Return who may go on and who is asked for a grown-up's permission."""
    ages = problems.table(source, "ages", source.data.get("ages"))
    under_10 = problems.named(source, "ages.under_10", ages.get("under_10", Under10.TOGETHER.value), Under10)
    return AgeRules(
        under_10=under_10 or Under10.STOP,
        ask_permission=frozenset(
            problems.all_named(source, "ages.ask_permission", ages.get("ask_permission"), AgeBand)
        ),
        telegram=frozenset(problems.all_named(source, "ages.telegram", ages.get("telegram"), AgeBand)),
    )


def read_questions(source: Source, places: Source, problems: Problems) -> tuple[Question, ...]:
    """Return the questions in the order they are asked: the main ones first, those about the person last."""
    questions = []
    for number, data in enumerate(problems.tables(source, "questions", source.data.get("questions"))):
        questions.append(read_question(source, f"questions.{number}", data, places, problems))
    ids = [question.id for question in questions]
    for number, question_id in enumerate(ids):
        path = f"questions.{number}.id"
        if question_id in ids[:number]:
            problems.add(source, path, f"Two questions have the id '{question_id}'.", "Give one of them another id.")
        if question_id in RESERVED_ITEMS:
            problems.add(source, path, f"The id '{question_id}' is used by Sayso itself.", "Choose another id.")
    if not any(question.section is Section.MAIN for question in questions):
        problems.add(source, "questions", "There is no main question.", "Add one under a line [[questions]].")
    return tuple(sorted(questions, key=lambda question: question.section is Section.ABOUT_YOU))


def read_question(source: Source, path: str, data: Mapping[str, Any], places: Source, problems: Problems) -> Question:
    """Return one question."""
    problems.no_other_keys(source, path, data, QUESTION_KEYS)
    kind = problems.named(source, f"{path}.kind", data.get("kind"), QuestionKind)
    section = problems.named(source, f"{path}.section", data.get("section", Section.MAIN.value), Section)
    mistakes_before = len(problems.found)
    options = read_options(source, path, data, problems)
    if problems.flag(source, f"{path}.places", data.get("places")):
        options = (*read_places(places, problems), *options)
    if kind is QuestionKind.SCALE and not options:
        options = tuple(Option(step) for step in SCALE)
    where = f"{path}.options"
    if kind is QuestionKind.FREE_TEXT and options:
        advice = "Take the options out, or make its kind one_of or many_of."
        problems.add(source, where, "A free_text question has no options.", advice)
    options_are_read = len(problems.found) == mistakes_before
    if kind in NEED_OPTIONS and len(options) < 2 and options_are_read:  # noqa: PLR2004 - a choice needs two
        problems.add(source, where, f"A {kind.value} question needs two options or more.", "Add them under options.")
    kind = kind or QuestionKind.FREE_TEXT
    return Question(
        id=read_id(source, path, data.get("id"), problems),
        kind=kind,
        section=section or Section.MAIN,
        options=options,
        audiences=frozenset(problems.all_named(source, f"{path}.audiences", data.get("audiences"), Audience)),
        age_bands=frozenset(problems.all_named(source, f"{path}.age_bands", data.get("age_bands"), AgeBand)),
        note=problems.text(source, f"{path}.note", data.get("note")),
    )


def check_somebody_is_asked(
    source: Source,
    questions: tuple[Question, ...],
    age_bands: Mapping[Audience, tuple[AgeBand, ...]],
    problems: Problems,
) -> None:
    """Note every question that nobody can ever be asked, since nobody it is for is asked for such an age."""
    paths = {data.get("id"): f"questions.{number}" for number, data in enumerate(source.data.get("questions", ()))}
    for question in questions:
        audiences = question.audiences or frozenset(Audience)
        offered = {band for audience in audiences for band in age_bands[audience]}
        if question.age_bands and not question.age_bands & offered:
            advice = "Look at its audiences and age_bands, and at [ages]."
            problems.add(source, f"{paths[question.id]}.age_bands", "Nobody is ever asked this question.", advice)


def read_options(source: Source, path: str, data: Mapping[str, Any], problems: Problems) -> tuple[Option, ...]:
    """Return a question's own options."""
    options: list[Option] = []
    for item in problems.tables(source, f"{path}.options", data.get("options")):
        where = f"{path}.options.{item.get('id')}"
        problems.no_other_keys(source, where, item, OPTION_KEYS)
        option = Option(
            id=read_id(source, where, item.get("id"), problems),
            also=problems.texts(source, f"{where}.also", item.get("also")),
            own_words=problems.flag(source, f"{where}.own_words", item.get("own_words")),
            exclusive=problems.flag(source, f"{where}.exclusive", item.get("exclusive")),
            code=problems.text(source, f"{where}.code", item.get("code")),
        )
        if option.id in {other.id for other in options}:
            problems.add(source, where, f"Two options have the id '{option.id}'.", "Give one another id.")
        options.append(option)
    return tuple(options)


def read_places(source: Source, problems: Problems) -> tuple[Option, ...]:
    """Return the places as options; a place's towns are words that mean it."""
    options = []
    for number, data in enumerate(problems.tables(source, "places", source.data.get("places"))):
        path = f"places.{number}"
        problems.no_other_keys(source, path, data, PLACE_KEYS)
        problems.text(source, f"{path}.name", data.get("name"), required=True)
        options.append(
            Option(
                id=read_id(source, path, data.get("id"), problems),
                also=problems.texts(source, f"{path}.also", data.get("also")),
                code=problems.text(source, f"{path}.code", data.get("code")),
            )
        )
    return tuple(options)


def place_names(source: Source) -> dict[str, str]:
    """Return each place's own name by its id: the label in every language that has no other for it."""
    return {str(place.get("id")): str(place.get("name")) for place in source.data.get("places", ())}


def read_id(source: Source, path: str, value: object, problems: Problems) -> str:
    """Return an id: it ends up in buttons, column names and codebooks, so it is short and plain."""
    if isinstance(value, str) and ID.fullmatch(value) and not value.startswith(COMMAND_MARK):
        return value
    if value is None:
        problems.add(source, path, "The id is missing.", 'Write a line id = "name", for example id = "new_idea".')
    else:
        advice = "Use up to 30 small letters, digits and _, for example new_idea."
        problems.add(source, f"{path}.id", f"'{value}' cannot be an id.", advice)
    return str(value)
