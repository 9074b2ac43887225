"""A part of `sayso script check`: pictures that are named and not drawn, drawn and not said in words, or out of step."""

from collections.abc import Collection
from typing import TextIO

from bot.rules_check import near
from bot.webchat.static_files import BUNDLES, drawing
from conversations.content import OWN_FOLDER, load_script
from conversations.errors import ContentError, Problem
from conversations.pictures import PICTURES_FILE, load_pictures, out_of_step


def check_pictures(out: TextIO, drawn: Collection[str] = BUNDLES.keys()) -> int:
    """Say what is wrong with the pictures beside Sayso's own texts; return how many mistakes there are.

    `drawn` are the names of the files that are served.
    """
    file = str(OWN_FOLDER / PICTURES_FILE)
    try:
        pictures = load_pictures()
        script = load_script()
    except ContentError as error:
        found = [problem for problem in error.problems if problem.file == file]
    else:
        undrawn = sorted(name for name in pictures.names if drawing(name) not in drawn)
        found = [
            Problem(file, 0, f"There is no drawing '{name}'.", "Draw it in bot/webchat/static/pictures.")
            for name in undrawn
        ]
        found += [
            Problem(file, 0, f"{text} has not as many lines as pictures.", "Give each line of the text one picture.")
            for text in out_of_step(pictures, script)
        ]
    out.writelines(f"{near(problem)}\n" for problem in found)
    return len(found)
