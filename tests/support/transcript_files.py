"""Whole talks kept as files: finds them, reads them, plays them again and writes them so that a change reads well."""

import os
import tomllib
import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

from conversations.helplines_now import at
from conversations.script import Script
from conversations.transcripts import Transcript, play

FOLDER = Path(__file__).parent.parent / "transcripts"

UPDATE = "SAYSO_UPDATE_TRANSCRIPTS"
"""Set this to 1 to have the tests write what now follows into the files; what the person did stays as it is."""


def transcript_paths(folder: Path = FOLDER) -> list[Path]:
    """Return the files of all talks, by name."""
    return sorted(folder.glob("*.toml"))


def read_transcript(path: Path) -> Transcript:
    """Return one talk. Raises ValueError, KeyError or TOMLDecodeError where the file is not one."""
    return Transcript.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))


def play_again(script: Script, talk: Transcript) -> Transcript:
    """Return the talk as it would go now: the same person doing the same things."""
    then = at(script, datetime.fromisoformat(talk.moment)) if talk.moment else script
    return replace(play(then, talk.inbounds, talk.channel, talk.language, title=talk.title), moment=talk.moment)


def updating() -> bool:
    """Whether this run is to rewrite the files."""
    return os.environ.get(UPDATE) == "1"


def write_transcript(path: Path, talk: Transcript) -> None:
    """Write a talk to its file."""
    path.write_text(transcript_text(talk), encoding="utf-8")


def transcript_text(talk: Transcript) -> str:
    """Return a talk as TOML with one line for each thing that was done or said, so that a diff shows just these."""
    data = talk.to_dict()
    lines = [f"{key} = {_value(value)}" for key, value in data.items() if key != "turns"]
    for turn in data["turns"]:
        lines += ["", "[[turns]]"]
        for key, value in turn.items():
            if isinstance(value, list) and value:
                lines += [f"{key} = [", *(f"  {_value(item)}," for item in value), "]"]
            else:
                lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    written = tomli_w.dumps({"x": value}).removeprefix("x = ").strip()
    return "".join(_seen(character) for character in written)


def _seen(character: str) -> str:
    # Marks of direction and joiners cannot be seen in an editor, and some editors drop them.
    return f"\\U{ord(character):08X}" if unicodedata.category(character) == "Cf" else character
