"""Engagements that are over: Sayso does not ask their questions any more, since their content is gone; what was answered stays.

Their scripts are made anew from the wordings that were stored while they were open (`storage.scripts`), as far as staff need
them: to name questions, options and languages. Nobody can be asked anything with such a script: it knows no ages and no help
lines.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.people import AgeBand, Audience
from conversations.script import AgeRules, Option, Question, QuestionKind, Script, Section, Under10
from conversations.wording import Wording
from storage.exports.filters import ONS_COUNCILS
from storage.tables import ScriptWording, StatisticsRow

NOBODY = AgeRules(Under10.STOP, frozenset(), frozenset())
"""The age rules of a script that nobody is asked with."""

UNREADABLE: Mapping[str, Any] = MappingProxyType(
    {
        "default_language": "en",
        "questions": (),
        "languages": MappingProxyType({"en": MappingProxyType({"name": "English", "values": {}, "texts": {}})}),
    }
)
"""What is known of an engagement whose wording cannot be read."""

READ_BY_STAFF = "en"
"""The language whose texts staff read, beside the one that the script was written in."""


async def past_scripts(connection: AsyncConnection, open_now: Collection[str]) -> Mapping[str, Script]:
    """Return the newest script of every engagement that is not open now, by its id, in the order of their titles.

    Where figures were kept it is the version that those were worked out with.
    """
    newest: dict[str, str] = {}
    methods = {row.engagement: row.method for row in await connection.execute(select(StatisticsRow.__table__))}
    versions = select(ScriptWording.engagement, ScriptWording.version).where(
        ScriptWording.engagement.not_in(list(open_now))
    )
    for engagement, version in await connection.execute(
        versions.order_by(ScriptWording.first_used_on, ScriptWording.version)
    ):
        kept = methods.get(engagement, "")
        if not kept.endswith(f" {newest.get(engagement, '')}"):
            newest[engagement] = version
    found = [await _read(connection, engagement, version) for engagement, version in newest.items()]
    return MappingProxyType({script.engagement: script for script in sorted(found, key=lambda past: past.title)})


async def newest_wording(connection: AsyncConnection, engagement: str) -> Mapping[str, Any]:
    """Return the wording of an engagement that was stored last; nothing where none was."""
    newest = (
        select(ScriptWording.wording)
        .where(ScriptWording.engagement == engagement)
        .order_by(ScriptWording.first_used_on.desc(), ScriptWording.version.desc())
        .limit(1)
    )
    return await connection.scalar(newest) or {}


def script_of_wording(engagement: str, version: str, stored: Mapping[str, Any]) -> Script:
    """Return a script made of what `storage.scripts.wording_to_json` wrote; of texts only those that staff read."""
    default: str = stored["default_language"]
    questions = tuple(
        Question(
            id=question["id"],
            kind=QuestionKind(question["kind"]),
            section=Section(question["section"]),
            options=tuple(
                Option(
                    option["id"],
                    own_words=option["own_words"],
                    exclusive=option.get("exclusive", False),
                    code=option["code"],
                )
                for option in question["options"]
            ),
            audiences=frozenset(map(Audience, question["audiences"])),
            age_bands=frozenset(map(AgeBand, question["age_bands"])),
            note=question.get("note", ""),
        )
        for question in stored["questions"]
    )
    languages = {
        code: Wording(
            language=code,
            name=language["name"],
            html_language=code,
            direction="ltr",
            checked_by="",
            checked_on="",
            values=MappingProxyType(language["values"]),
            texts=MappingProxyType(language["texts"] if code in {default, READ_BY_STAFF} else {}),
        )
        for code, language in stored["languages"].items()
    }
    return Script(
        engagement=engagement,
        version=version,
        title=stored["title"],
        values=languages[default].values,
        default_language=default,
        age_bands=MappingProxyType({}),
        age_rules=NOBODY,
        questions=questions,
        helplines=(),
        languages=MappingProxyType(languages),
        places=_places(questions),
    )


async def _read(connection: AsyncConnection, engagement: str, version: str) -> Script:
    mine = (ScriptWording.engagement == engagement) & (ScriptWording.version == version)
    stored = await connection.scalar(select(ScriptWording.wording).where(mine))
    try:
        return script_of_wording(engagement, version, stored or {})
    except (KeyError, ValueError):
        # Written by another version of Sayso: its name alone is better than no page at all, of any engagement.
        return script_of_wording(engagement, version, {**UNREADABLE, "title": engagement})


def _places(questions: tuple[Question, ...]) -> frozenset[str]:
    """Return the districts that a question offers, of the one that offers most."""
    offered = [
        frozenset(option.id for option in question.options if option.code[:3] in ONS_COUNCILS) for question in questions
    ]
    return max(offered, key=len, default=frozenset())
