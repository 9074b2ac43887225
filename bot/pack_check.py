"""What `sayso script check` says of the language packs, and `sayso script accept`, which notes that somebody looked."""

import textwrap
from typing import TextIO

from bot.rules_check import counted, near
from bot.settings import Settings
from conversations.content import OWN_FOLDER, load_script
from conversations.errors import ContentError
from conversations.pack_files import PACKS_FOLDER, all_packs, note_translated, standing_of
from conversations.packs import Pack, PackStanding, may_be_offered
from conversations.reading import did_you_mean

SETTING = "SAYSO_DRAFT_LANGUAGES"
LINE = 110
INDENT = " " * 11


def check_packs(settings: Settings, out: TextIO) -> tuple[int, int]:
    """Say how every language pack stands; return the mistakes in packs that nobody is offered, and the texts that offered
    packs lack or that are stale in them.

    Mistakes in packs that are offered are told with all others, since they keep Sayso from starting.
    """
    packs = all_packs()
    mistakes = _mistakes_in_drafts(packs, settings, out)
    out.write("language packs, translated from the English:\n")
    behind = 0
    for code, pack in packs.items():
        try:
            standing = standing_of(code)
        except ContentError:
            continue  # told as a mistake already
        offered = may_be_offered(pack, settings.draft_languages)
        out.write(f"  {code:<8} {pack.name:<16} {state_of(pack, offered=offered)}{_in_short(standing)}\n")
        for what, keys in (("missing", standing.missing), ("stale", standing.stale), ("unknown", standing.unknown)):
            if keys:
                words = f"{what}: {', '.join(keys)}"
                out.write(textwrap.fill(words, LINE, initial_indent=INDENT, subsequent_indent=f"{INDENT}  ") + "\n")
        behind += (len(standing.missing) + len(standing.stale)) * offered
    out.write(
        "  A missing text is said in English. A stale one is older than its English: look at both, then run\n"
        "  `sayso script accept CODE KEY ...`. A draft is offered to people only where "
        f"{SETTING} names it.\n\n"
    )
    return mistakes, behind


def state_of(pack: Pack, *, offered: bool) -> str:
    """Return in a few words who checked a pack, and whether people are offered it."""
    if not pack.is_draft:
        return f"checked by {pack.checked_by}, {pack.checked_on}"
    return f"DRAFT, nobody has checked it; {f'OFFERED by {SETTING}' if offered else 'not offered'}"


def _in_short(standing: PackStanding) -> str:
    parts = ((len(standing.missing), "missing"), (len(standing.stale), "stale"), (len(standing.unknown), "unknown"))
    return "".join(f"; {number} {what}" for number, what in parts if number)


def _mistakes_in_drafts(packs: dict[str, Pack], settings: Settings, out: TextIO) -> int:
    """Say what is wrong with packs that are not used yet: texts too long, places wrongly named, words used twice."""
    unused = frozenset(code for code, pack in packs.items() if not may_be_offered(pack, settings.draft_languages))
    try:
        load_script(OWN_FOLDER, settings.helplines, unused)
    except ContentError as error:
        files = {str(PACKS_FOLDER / f"{code}.toml") for code in unused}
        found = [problem for problem in error.problems if problem.file in files]
        out.writelines(f"{near(problem)}\n" for problem in found)
        return len(found)
    return 0


def accept(code: str, keys: list[str], out: TextIO, errors: TextIO) -> int:
    """Note that somebody looked at a pack's texts beside today's English; return an exit code."""
    packs = all_packs()
    if code not in packs:
        errors.write(f"There is no language pack '{code}'. {did_you_mean(code, packs)}\n")
        return 2
    try:
        known = {*standing_of(code).stale, *standing_of(code).unknown}
        changed = note_translated(code, frozenset(keys) if keys else None)
    except ContentError as error:
        errors.write(f"{error}\n")
        return 1
    except OSError as error:
        errors.write(f"The notes beside {code}.toml cannot be written ({error.strerror}).\n")
        return 1
    for key in keys:
        if key not in known:
            errors.write(f"'{key}' was neither stale nor unknown.\n")
    out.write(f"{counted(changed, 'text')} of {packs[code].name} noted as fitting today's English.\n")
    return 0
