"""What happens when somebody tells us of harm: they are answered at once, nothing is blocked, their place is kept.

Two or three short sentences that show it was heard, that say truthfully that nobody reads this live, and who will
answer. What was told is not kept unless the person then says so (NICE NG225 1.6: do not use scales or labels; Samaritans'
guidance: repeat no method). No score and no label is ever attached to a person, and `Signals` holds no word.
"""

from dataclasses import replace

from conversations.clearing import with_way_to_clear
from conversations.commands import ask_or_welcome, begun_by, holds_words
from conversations.held_words import DECIDE, without_held
from conversations.helpline_choosing import Worry
from conversations.inbound import Command, Typed, command_option
from conversations.people import Audience
from conversations.prompts import (
    POINT,
    accepts_words,
    command_buttons,
    current_question,
    help_lines,
    notice,
    progress_now,
)
from conversations.redaction import redact_safely
from conversations.safeguarding import Category, Level, Signals, Subject, Urgency, detect
from conversations.safeguarding.signals import NOTHING
from conversations.script import Question, Script
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import CountSignpost, DropHeldWords, Effect, HoldWords, Reply, Tone, Turn
from conversations.words import ANSWER_LIMIT, MESSAGE_LIMIT

HEARD = {
    Category.SUICIDE: "suicide",
    Category.SELF_HARM: "self_harm",
    Category.EATING: "eating",
    Category.RUNNING_AWAY: "running_away",
    Category.BULLYING: "bullying",
    Category.WORRY_ABOUT_OTHER: "friend",
    Category.IMMEDIATE_DANGER: "hurt",
}
"""The sentence that answers a category; everything that somebody does to a person is answered as `hurt`."""

CHOICES = (*DECIDE, Command.TAKE_BREAK, Command.STOP, Command.HELP)


def signs_in(state: ConversationState, inbound: Typed) -> Signals:
    """Return what is noticed in a message, alone and together with the one before it.

    Two messages mean something together only where a rule says so: for the second opinion, every pair would be one more
    chance to be wrong.
    """
    if not inbound.text:
        return NOTHING
    found = detect(inbound.text, state.language)
    if found or not inbound.earlier:
        return found
    both = detect(f"{inbound.earlier}\n{inbound.text}", state.language)
    if not both or both.doubtful or detect(inbound.earlier, state.language):
        return found
    return both


def answer_signs(
    script: Script, state: ConversationState, inbound: Typed, signs: Signals, *, asked: bool = True
) -> Turn:
    """Answer a disclosure: the signpost, then the choice of what becomes of the words and where to go from here.

    `asked` says that they have seen the question they are now at; else there is nothing that could be kept.
    """
    said = signpost(script, state, signs)
    counted = replace(state, signposts=state.signposts + 1)
    question = current_question(script, counted)
    if question is None or not asked or not can_be_kept(counted, question, inbound):
        begun = begun_by(script, counted)
        *before, asking = ask_or_welcome(script, counted)
        return Turn(begun, (said, *before, with_way_to_clear(script, counted, asking)), (count(begun, signs),))
    sketch = counted.answer(question.id)
    words = redact_safely(inbound.text, inbound.so_far, script.today).text
    characters = sketch.held_characters + len(words)
    held = counted.with_answer(question.id, replace(sketch, held=sketch.held + 1, held_characters=characters))
    effects = (count(state, signs), HoldWords(question.id, words))
    return Turn(held, (said, what_next(script, held, question)), effects)


def count(state: ConversationState, signs: Signals) -> CountSignpost:
    """Return the effect that counts a signpost shown here: nothing of the person, nothing of the text.

    Urgent is the full signpost for more than a worry without a sign of present danger, whoever it is about and whenever
    it was: an adult who looks round for nothing does less harm than one who was not told.
    """
    urgency = signs.urgency or Urgency.CONCERN
    category = signs.categories[0].value if signs.categories else ""
    urgent = signs.level is Level.FULL and urgency is not Urgency.CONCERN
    return CountSignpost(place_of(state), signs.level.value, urgency.value, category, urgent)


def place_of(state: ConversationState) -> str:
    """Return where a talk is: the question's id, or the phase where it is at none."""
    return state.position or state.phase.value


def can_be_kept(state: ConversationState, question: Question, inbound: Typed) -> bool:
    """Whether these words could become part of the answer, so that there is something to choose."""
    sketch = state.answer(question.id)
    room = ANSWER_LIMIT - sketch.characters - sketch.held_characters
    fits = len(inbound.text) <= min(room, MESSAGE_LIMIT)
    return fits and state.phase in QUESTION_PHASES and accepts_words(state, question)


def signpost(script: Script, state: ConversationState, signs: Signals) -> Reply:
    """Return the signpost: heard, nobody reads this live, who will answer. 999 stands first where life is in danger."""
    heard = notice(script, state, heard_key(state, signs))
    live = notice(script, state, "signpost.again_not_live" if state.signposts else "signpost.not_live")
    worry = Worry(frozenset(signs.categories), immediate=signs.urgency is Urgency.IMMEDIATE)
    lines, taps = help_lines(script, state, worry)
    text = "\n".join([f"{heard.text} {live.text}", *(f"{POINT}{line}" for line in lines)])
    return Reply(heard.key, text, Tone.SIGNPOST, links=taps)


def heard_key(state: ConversationState, signs: Signals) -> str:
    """Return the key of the sentence that shows it was heard: by urgency, then whom it is about, then what it is."""
    again = "again_" if state.signposts else ""
    if signs.urgency is Urgency.IMMEDIATE:
        return f"signpost.{again}immediate"
    if again:
        return "signpost.again"
    if state.audience is Audience.PROFESSIONAL and signs.subject is not Subject.SELF:
        return "signpost.professional"
    if state.audience is Audience.PARENT_CARER and signs.subject is not Subject.SELF:
        return "signpost.child"
    if signs.subject is not Subject.SELF:
        return "signpost.friend"
    if signs.past:
        return "signpost.past"
    return f"signpost.{HEARD.get(signs.categories[0], 'hurt')}" if signs.categories else "signpost.hurt"


def what_next(script: Script, state: ConversationState, question: Question) -> Reply:
    """Ask what should become of the words; taken out unless they choose, and said so."""
    asking = replace(
        notice(script, state, "signpost.what_next", Tone.PROMPT),
        buttons=command_buttons(script, state, CHOICES),
        progress=progress_now(script, state),
        accepts_words=accepts_words(state, question),
    )
    return with_way_to_clear(script, state, asking)


def undecided(script: Script, state: ConversationState, said: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Return once more what to choose about held words, where `said`, the last turn's replies, asked it; else nothing.

    For whoever comes back before they chose: the page, or the signal, may have gone while they read who can help.
    """
    question = current_question(script, state)
    keep = command_option(Command.KEEP_WORDS)
    asked = any(button.option_id == keep for reply in said for button in reply.buttons)
    if question is None or not asked or not holds_words(state):
        return ()
    return (replace(what_next(script, state, question), tone=Tone.NOTICE),)


def with_quiet_line(script: Script, turn: Turn, signs: Signals) -> Turn:
    """Put one quiet line with the way to help before what is said anyway; not twice at one question."""
    here = place_of(turn.state)
    if signs.level is not Level.QUIET or turn.state.quiet_line_at == here or turn.state.phase is Phase.CLOSED:
        return turn
    line = notice(script, turn.state, "signpost.quiet", Tone.SIGNPOST)
    effects = (count(turn.state, signs), *turn.effects)
    return replace(turn, state=replace(turn.state, quiet_line_at=here), replies=(line, *turn.replies), effects=effects)


def without_held_words(before: ConversationState, turn: Turn) -> Turn:
    """Take out what was told at a question that the person now leaves without having said 'keep what I wrote'."""
    question_id = before.position
    if question_id is None or not before.answer(question_id).held:
        return turn
    if turn.state.position == question_id:
        return turn
    state = turn.state
    if question_id in state.answers:
        state = state.with_answer(question_id, without_held(state.answer(question_id)))
    effects: tuple[Effect, ...] = (DropHeldWords(question_id), *turn.effects)
    return replace(turn, state=state, effects=effects)
