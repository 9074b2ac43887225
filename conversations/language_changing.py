"""Changing the language, at any step and keeping the place; and offering it to somebody who writes in another one.

The offer is one line in that language with a button: never forced, once for each language in a talk, never beside help
that was just shown and never where somebody is about to agree to something.
"""

from dataclasses import replace

from conversations.commands import holds_words, say_and_ask
from conversations.helpline_choosing import Worry
from conversations.inbound import Inbound, Picked, Typed
from conversations.language_choosing import asks_language_first
from conversations.prompts import LANGUAGE_ITEM, POINT, current_question, help_lines, notice
from conversations.script import Script
from conversations.signposting import what_next
from conversations.starting import begin
from conversations.state import ConversationState, Phase
from conversations.turn import Button, Reply, Tone, Turn
from conversations.words import plain

OFFERED_AT = frozenset({Phase.AUDIENCE, Phase.AGE, Phase.QUESTION, Phase.ABOUT_YOU_QUESTION})
"""Where a language may be offered. Not where somebody agrees to something or decides what becomes of their words."""

OFFER = "notice.offer_language"


def pick_language(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """Change the language where that was picked, in any phase and keeping the place; else None.

    Whoever had help shown before gets the help lines in the new language as well: they may not have understood them. The
    choice of what becomes of words that set off a signpost is asked again, and the words stay put aside until then.
    """
    code = language_picked(script, state, inbound)
    if code is None:
        return None
    changed = replace(state, language=code, language_open=False, language_heard="")
    if asks_language_first(script, state):
        return begin(script, changed)
    said = notice(script, changed, "notice.language_changed")
    question = current_question(script, changed)
    if question is not None and holds_words(changed):
        return Turn(changed, (said, _safety_words(script, changed), what_next(script, changed, question)))
    turn = say_and_ask(script, changed, said)
    if not state.signposts:
        return turn
    first, *rest = turn.replies
    return replace(turn, replies=(first, _safety_words(script, changed), *rest))


def _safety_words(script: Script, state: ConversationState) -> Reply:
    """Return once more, in a language they chose just now, that nobody reads this live and who will answer."""
    live = notice(script, state, "signpost.not_live", Tone.SIGNPOST)
    lines, taps = help_lines(script, state, Worry())
    return replace(live, text="\n".join([live.text, *(f"{POINT}{line}" for line in lines)]), links=taps)


def language_picked(script: Script, state: ConversationState, inbound: Inbound) -> str | None:
    """Return the language a person chose by its button or, where it is asked first, by typing its name."""
    match inbound:
        case Picked(item, code) if item == LANGUAGE_ITEM and code in script.languages:
            return code
        case Typed(text) if asks_language_first(script, state) and plain(text):
            return next((code for code, words in script.languages.items() if plain(words.name) == plain(text)), None)
    return None


def with_language_heard(script: Script, state: ConversationState, code: str | None) -> ConversationState:
    """Return the state with a language that somebody was found to write in, to be offered when it fits.

    The state comes back as it is where there is nothing to offer: it is the talk's own language, one that there are no
    words in, or one that was offered before.
    """
    if code is None or code not in script.languages or code in state.languages_offered:
        return state
    if code == state.language.partition("-")[0] or state.phase is Phase.CLOSED:
        return state
    return replace(state, language_heard=code)


def with_language_offer(script: Script, turn: Turn) -> Turn:
    """Put the offer into what is said anyway, before what is asked, with its button among those already there."""
    code = turn.state.language_heard
    if not code or not _fits(turn):
        return turn
    state = replace(turn.state, language_heard="", languages_offered=(*turn.state.languages_offered, code))
    if with_language_heard(script, replace(turn.state, language_heard=""), code).language_heard != code:
        return replace(turn, state=replace(turn.state, language_heard=""))
    place = max(number for number, reply in enumerate(turn.replies) if reply.buttons)
    before, asking, after = turn.replies[:place], turn.replies[place], turn.replies[place + 1 :]
    words = script.wording(code)
    button = Button(LANGUAGE_ITEM, code, words.name, command=True)
    offer = Reply(OFFER, words.say(OFFER, state, language=words.name), Tone.NOTICE, language=code)
    asking = replace(asking, buttons=(*asking.buttons, button))
    return replace(turn, state=state, replies=(*before, offer, asking, *after))


def _fits(turn: Turn) -> bool:
    """Whether an offer may stand beside these replies."""
    if turn.state.phase not in OFFERED_AT or holds_words(turn.state):
        return False
    if any(reply.tone is Tone.SIGNPOST or reply.in_place for reply in turn.replies):
        return False
    asking = [reply for reply in turn.replies if reply.buttons]
    return bool(asking) and not any(button.item_id == LANGUAGE_ITEM for button in asking[-1].buttons)
