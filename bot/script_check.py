"""`sayso script check`: every mistake in the content with its place, every text that is too hard, who checked the words."""

import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.pack_check import check_packs
from bot.picture_check import check_pictures
from bot.promises import broken_promise, told
from bot.rules_check import check_safety_rules, counted, near
from bot.settings import Settings
from conversations.content import OWN_FOLDER, SCRIPT_FILE, engagement_folders, load_script, text_lines
from conversations.errors import ContentError, Problem
from conversations.readability import TextMeasured, is_measured, measure_script
from conversations.script import Script
from conversations.wording import DEFAULT
from storage.moments import day_of

NOTHING_HERE = "There is no engagement in this folder."
HOW_TO_BEGIN = "Put a script.toml in it, or in a folder inside it."
QUOTED_LETTERS = 70


def check(folders: Sequence[Path], out: TextIO, settings: Settings, *, strict: bool = False) -> int:
    """Check each folder's engagements, with the installation's own help lines and terms, and say what was found.

    The safety net's rules belong to Sayso, not to an engagement, and are checked once, with Sayso's own folder.
    Returns 0 where all can be used, 1 where there is a mistake, or, when strict, a text that is too hard to read or that
    is missing or stale in a language people are offered.
    """
    mistakes, hard = 0, 0
    for folder in folders:
        found = engagement_folders(folder)
        if not found:
            out.write(f"{near(Problem(str(folder), 0, NOTHING_HERE, HOW_TO_BEGIN))}\n")
            mistakes += 1
        for own in found:
            try:
                script = load_script(own, settings.helplines, settings.draft_languages)
            except ContentError as error:
                out.writelines(f"{near(problem)}\n" for problem in error.problems)
                mistakes += len(error.problems)
            else:
                hard += report(script, own, out)
                mistakes += check_promise(script, own, settings, out)
    mistakes += check_pictures(out) if OWN_FOLDER in folders else 0
    wrong_drafts, behind = check_packs(settings, out) if OWN_FOLDER in folders else (0, 0)
    wrong_rules = check_safety_rules(out) if OWN_FOLDER in folders else 0
    if mistakes:
        out.write(f"\n{counted(mistakes, 'mistake')}. Sayso does not start until they are mended.\n")
    if wrong_rules:
        out.write(f"\n{counted(wrong_rules, 'mistake')} in the safety net's rules.\n")
    if wrong_drafts:
        out.write(f"\n{counted(wrong_drafts, 'mistake')} in language packs that nobody is offered yet.\n")
    return 1 if mistakes or wrong_rules or wrong_drafts or (strict and (hard or behind)) else 0


def check_promise(script: Script, folder: Path, settings: Settings, out: TextIO) -> int:
    """Say how long answers are kept, as people are told; return 1 where a setting goes against it, else 0."""
    out.write(f"  answers are kept {told(script)}\n\n")
    wrong = broken_promise(script, settings.response_days, day_of(datetime.now(UTC)))
    if wrong:
        out.write(f"{near(Problem(str(folder / SCRIPT_FILE), 0, f'{wrong}.', 'Both stop Sayso from starting.'))}\n\n")
    return int(bool(wrong))


def report(script: Script, folder: Path, out: TextIO) -> int:
    """Say everything about one engagement that can be used; return how many of its texts are too hard to read."""
    measured = list(measure_script(script))
    hard = [text for text in measured if text.reasons]
    out.write(f"{script.engagement}: {script.title} (version {script.version})\n")
    if hard:
        out.write("\nThese texts are hard to read:\n")
        lines = text_lines(folder)
        found = sorted((hard_text(text, lines) for text in hard), key=lambda problem: (problem.file, problem.line))
        out.writelines(f"{near(problem)}\n" for problem in found)
    out.write("\n")
    for code, wording in script.languages.items():
        by = f"checked by {wording.checked_by}, {wording.checked_on}" if wording.checked_by else "not checked yet"
        out.write(
            f"  {code:<8} {wording.name:<16} {age_summary(code, measured, measurable=is_measured(wording))}; {by}\n"
        )
    checked = sum(bool(line.checked_by) for line in script.helplines)
    out.write(f"  help lines: {checked} of {len(script.helplines)} checked by a named person; see `sayso helplines`\n")
    texts = sum(len(variants) for wording in script.languages.values() for variants in wording.texts.values())
    out.write(
        f"\n{script.engagement} can be used: {counted(len(script.questions), 'question')}, {counted(texts, 'text')} in "
        f"{counted(len(script.languages), 'language')}, {counted(len(hard), 'text')} hard to read.\n\n"
    )
    return len(hard)


def hard_text(text: TextMeasured, lines: dict[tuple[str, str, str], tuple[str, int]]) -> Problem:
    """Return a text that is too hard in the form of a mistake: its place, what it is, and the words themselves."""
    file, line = lines.get((text.language, text.key, text.variant), (text.language, 0))
    name = text.key if text.variant == DEFAULT else f"{text.key}.{text.variant}"
    words = textwrap.shorten(text.text, QUOTED_LETTERS, placeholder=" ...")
    return Problem(file, line, f"'{name}' {'; '.join(text.reasons)}.", f'"{words}"')


def age_summary(language: str, measured: Sequence[TextMeasured], *, measurable: bool) -> str:
    """Return a language's oldest and usual reading age in a few words."""
    if not measurable:
        return "reading age is measured in English only"
    ages = [(age, t.key) for t in measured if t.language == language and (age := t.measure.reading_age) is not None]
    if not ages:
        return "no text long enough to measure"
    oldest, key = max(ages)
    usual = sorted(age for age, _ in ages)[len(ages) // 2]
    return f"reads like age {round(usual)}, at most {round(oldest)} ({key})"
