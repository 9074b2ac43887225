"""Keeps the whole wording of every script version that was in use: the codebook and the consent records need it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from conversations.script import Script
from storage.database import Database
from storage.tables import ScriptWording


def wording_to_json(script: Script) -> dict[str, Any]:
    """Return everything a reader of the data needs: questions, options, outside codes and every text in use."""
    return {
        "title": script.title,
        "default_language": script.default_language,
        "questions": [
            {
                "id": question.id,
                "kind": question.kind.value,
                "section": question.section.value,
                "note": question.note,
                "audiences": sorted(audience.value for audience in question.audiences),
                "age_bands": sorted(band.value for band in question.age_bands),
                "options": [
                    {"id": option.id, "code": option.code, "own_words": option.own_words, "exclusive": option.exclusive}
                    for option in question.options
                ],
            }
            for question in script.questions
        ],
        "languages": {
            code: {
                "name": wording.name,
                "values": dict(wording.values),
                "texts": {key: dict(variants) for key, variants in wording.texts.items()},
            }
            for code, wording in script.languages.items()
        },
    }


async def remember_wordings(database: Database, scripts: Mapping[str, Script], day: date) -> None:
    """Store the wording of every script that is not stored yet."""
    async with database.writing() as connection:
        stored = await connection.execute(select(ScriptWording.engagement, ScriptWording.version))
        known = {(engagement, version) for engagement, version in stored}
        for script in scripts.values():
            if (script.engagement, script.version) in known:
                continue
            try:
                async with connection.begin_nested():
                    await connection.execute(
                        insert(ScriptWording).values(
                            engagement=script.engagement,
                            version=script.version,
                            first_used_on=day,
                            wording=wording_to_json(script),
                        )
                    )
            except IntegrityError:
                # Another process that starts at the same moment stored the same words.
                continue
