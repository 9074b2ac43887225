"""Closed questions: one of several, several of several, a scale from 1 to 5. Picked by button or typed."""

from dataclasses import replace
from functools import cache

from conversations.moving import go_on
from conversations.prompts import accepts_words, choices, echo, notice, prompt
from conversations.questions import add_words, with_commands
from conversations.script import Option, Question, QuestionKind, Script
from conversations.state import AnswerSketch, ConversationState
from conversations.turn import ChooseOptions, ClearAnswer, Effect, Reply, Tone, Turn
from conversations.words import plain


def type_option(script: Script, state: ConversationState, question: Question, text: str) -> Turn:
    """Take typed words for the option they name; else as words of the person's own, where the question offers that."""
    option = option_named(script, state, question, text)
    if option is not None:
        turn = pick_option(script, state, question, option)
        # A prompt changed in place would be above what was typed: it is sent anew, so that they see it was taken.
        return replace(turn, replies=tuple(replace(reply, in_place=False) for reply in turn.replies))
    own = [option for option in question.options if option.own_words]
    if len(own) == 1 and plain(text):
        picked = pick_option(script, state, question, own[0])
        written = add_words(script, picked.state, question, text)
        return Turn(written.state, written.replies, (*picked.effects, *written.effects))
    return Turn(state, (notice(script, state, "notice.choose", Tone.ERROR), prompt(script, state)))


def option_named(script: Script, state: ConversationState, question: Question, text: str) -> Option | None:
    """Return the option that typed words name: by its label, its id or a word that means it (Margate for Thanet).

    A place is also found inside a sentence ("i live in margate"), where the sentence names just one.
    """
    typed = plain(text)
    labels = dict(choices(script, state))
    named = [
        (option, {_plain_label(word) for word in (labels[option.id], option.id, *option.also)})
        for option in question.options
    ]
    for option, words in named:
        if typed and typed in words:
            return option
    mentioned = [
        option for option, words in named if option.code and any(f" {word} " in f" {typed} " for word in words)
    ]
    return mentioned[0] if len(mentioned) == 1 else None


@cache
def _plain_label(word: str) -> str:
    """Return a word of a content file as it is compared; only what we wrote ourselves is remembered."""
    return plain(word)


def pick_option(script: Script, state: ConversationState, question: Question, option: Option) -> Turn:
    """Choose an option. Many-of waits for Next; one-of and scale go on, unless words of the person's own are asked."""
    if question.kind is QuestionKind.MANY_OF:
        return toggle_option(script, state, question, option)
    sketch = state.answer(question.id)
    if option.own_words and option.id in sketch.options:
        return Turn(state, (with_commands(script, state, question, "answer.own_words"),))
    effects: tuple[Effect, ...] = (ChooseOptions(question.id, (option.id,)),)
    if sketch.messages:
        effects = (ClearAnswer(question.id), *effects)
    chosen = state.with_answer(question.id, AnswerSketch(options=(option.id,)))
    said = (echo(script, state, dict(choices(script, state))[option.id]),)
    if option.own_words:
        return Turn(chosen, (*said, with_commands(script, chosen, question, "answer.own_words")), effects)
    return go_on(script, chosen, question, said, effects)


def toggle_option(script: Script, state: ConversationState, question: Question, option: Option) -> Turn:
    """Add an option to a many-of answer or take it out; an exclusive one stands alone.

    Words of their own go when the option they belong to goes.
    """
    sketch = state.answer(question.id)
    if option.id in sketch.options:
        picked = set(sketch.options) - {option.id}
    elif option.exclusive:
        picked = {option.id}
    else:
        picked = {*sketch.options, option.id} - {o.id for o in question.options if o.exclusive}
    options = tuple(o.id for o in question.options if o.id in picked)
    effects: tuple[Effect, ...] = (ChooseOptions(question.id, options),)
    toggled = state.with_answer(question.id, replace(sketch, options=options, skipped=False))
    if sketch.messages and not accepts_words(toggled, question):
        toggled = state.with_answer(question.id, AnswerSketch(options=options))
        effects = (ClearAnswer(question.id), *effects)
    replies: tuple[Reply, ...] = (replace(prompt(script, toggled), in_place=True),)
    if option.own_words and option.id in picked:
        replies += (with_commands(script, toggled, question, "answer.own_words"),)
    return Turn(toggled, replies, effects)
