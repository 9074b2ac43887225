from collections import Counter

import pytest

from storage.exports.columns import (
    CONSENT_COLUMNS,
    LONG_COLUMNS,
    QUESTION_COLUMNS,
    RESPONSE_COLUMNS,
    columns_table,
    long_columns,
    wide_columns,
)
from storage.exports.wordings import AskedQuestion

FIXED = (*RESPONSE_COLUMNS, *CONSENT_COLUMNS, *LONG_COLUMNS, *QUESTION_COLUMNS)


def asked(question_id: str, *options: str) -> AskedQuestion:
    return AskedQuestion(question_id, "main", options, chooses_one=True, chooses_several=True, takes_words=True)


def test_names_that_analysts_rely_on_stay_as_they_are() -> None:
    assert [column.name for column in long_columns()] == [
        "response_id",
        "engagement",
        "script_version",
        "channel",
        "entry_code",
        "audience",
        "age_band",
        "language",
        "status",
        "opened_on",
        "closed_on",
        "consent_take_part",
        "consent_quotes",
        "consent_about_you",
        "consent_permission",
        "question",
        "question_section",
        "question_status",
        "options",
        "words",
        "messages",
        "answer_script_version",
        "answer_language",
        "written_in",
        "written_in_how",
        "translation",
        "translated_on",
        "answered_on",
        "themes",
        "themes_by_coder",
    ]


def test_no_two_columns_have_one_name_whatever_the_ids_are() -> None:
    awkward = [
        asked("status", "words", "option"),
        asked("a", "b"),
        asked("a_option_b"),
        asked("option"),
        asked("words"),
    ]
    names = Counter(column.name for column in wide_columns(awkward))
    assert names.most_common(1)[0][1] == 1


@pytest.mark.parametrize("column", FIXED, ids=lambda column: column.name)
def test_every_column_is_in_the_table_for_the_readme_with_its_codes(column: object) -> None:
    rows = [line for line in columns_table().splitlines() if line.startswith(f"| `{column.name}` |")]  # type: ignore[attr-defined]
    assert len(rows) == 1
    assert column.holds in rows[0]  # type: ignore[attr-defined]
    assert all(f"`{code}` {meaning}" in rows[0] for code, meaning in column.codes.items())  # type: ignore[attr-defined]


def test_the_table_is_markdown_with_three_cells_in_every_row() -> None:
    assert {line.count("|") for line in columns_table().splitlines()} == {4}
