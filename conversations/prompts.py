"""What is being asked at each phase, with its buttons. No rule here: only how a phase looks to the person in it."""

from conversations.helpline_choosing import Worry, choose, person_of
from conversations.helpline_words import describe, links
from conversations.helplines import HelplineNow
from conversations.hours import Openness
from conversations.inbound import Command, command_option
from conversations.people import AgeBand, Audience
from conversations.script import Question, QuestionKind, Script, Section
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import Button, Link, LinkKind, Progress, Reply, Tone

LANGUAGE_ITEM = "language"
"""The item id of the language picker, whose buttons work in every phase."""

RECEIPT_ITEM = "receipt"
"""The item id of the buttons under what a receipt has opened, which no question may have."""

CHOICE_OPTIONS: dict[Phase, tuple[str, ...]] = {
    Phase.TOGETHER: ("yes", "no"),
    Phase.TELEGRAM_AGE: ("yes", "no"),
    Phase.PERMISSION: ("yes", "no"),
    Phase.CHECK: ("no", "yes"),
    Phase.TAKE_PART: ("yes", "no"),
    Phase.QUOTES: ("yes", "no"),
    Phase.ABOUT_YOU: ("yes", "no"),
    Phase.STOPPING: ("keep", "erase", "carry_on"),
}
"""The options of every phase that is one fixed choice; audiences, ages and questions have lists of their own."""

WITHOUT_BACK = frozenset({Phase.NEW, Phase.AUDIENCE, Phase.STOPPING, Phase.CLOSED})

FOUR_WORDS_ITEM = "four_words"
"""The item id of the button that says that what looks like a receipt is an answer; its option is the question's id."""

RESERVED_ITEMS = frozenset({LANGUAGE_ITEM, RECEIPT_ITEM, FOUR_WORDS_ITEM, *(phase.value for phase in Phase)})
"""Item ids that a script's questions may not take."""

BUTTON_KEYS = {command: f"button.{command.value}" for command in Command}
"""The key of each command's label."""

POINT = "• "
"""What a line of a list begins with."""

WELCOME = ("welcome.who", "welcome.nobody_live", "welcome.how")


def current_question(script: Script, state: ConversationState) -> Question | None:
    """Return the question the person is at, also while they decide whether to stop; None outside the questions."""
    return script.question(state.position) if state.position else None


def item_id(script: Script, state: ConversationState) -> str:
    """Return the id that the buttons of the current prompt carry."""
    if state.phase is Phase.NEW:
        return Phase.AUDIENCE.value
    question = current_question(script, state)
    return question.id if question and state.phase in QUESTION_PHASES else state.phase.value


def choices(script: Script, state: ConversationState) -> tuple[tuple[str, str], ...]:
    """Return the options of the current prompt as (option id, label in the person's language), in order."""
    wording = script.wording(state.language)
    question = current_question(script, state)
    if question and state.phase in QUESTION_PHASES:
        return tuple((o.id, wording.say(f"option.{question.id}.{o.id}", state)) for o in question.options)
    if state.phase in (Phase.NEW, Phase.AUDIENCE):
        return tuple((a.value, wording.say(f"audience.{a.value}", state)) for a in Audience)
    if state.phase is Phase.AGE and state.audience:
        return tuple((b.value, wording.say(f"age_band.{b.value}", state)) for b in script.age_bands[state.audience])
    name = "permission_age_unknown" if asks_unknown_age(state) else state.phase.value
    return tuple(
        (option, wording.say(f"choice.{name}.{option}", state)) for option in CHOICE_OPTIONS.get(state.phase, ())
    )


def asks_unknown_age(state: ConversationState) -> bool:
    """Whether permission is asked of somebody who did not say their age, so that the words must fit any age."""
    return state.phase is Phase.PERMISSION and state.age_band is AgeBand.NOT_SAID


def prompt(script: Script, state: ConversationState) -> Reply:
    """Return the message that asks what the current phase asks."""
    question = current_question(script, state)
    if question and state.phase in QUESTION_PHASES:
        return question_prompt(script, state, question)
    key = text_key(state)
    return Reply(
        key=key,
        text=script.wording(state.language).say(key, state, total=len(script.asked(Section.MAIN, state))),
        tone=Tone.PROMPT,
        buttons=choice_buttons(script, state) + command_buttons(script, state, phase_commands(script, state)),
        accepts_words=False,
    )


def text_key(state: ConversationState) -> str:
    """Return the key of a phase's own text, the wording that a consent is recorded with."""
    if asks_unknown_age(state):
        return "ask.permission_age_unknown"
    return f"ask.{Phase.AUDIENCE.value if state.phase is Phase.NEW else state.phase.value}"


def question_prompt(script: Script, state: ConversationState, question: Question) -> Reply:
    """Return a question with its place among the others, its options and everything that can be done with it."""
    wording = script.wording(state.language)
    progress = place_among(script, state, question)
    words = wording.say(f"question.{question.id}", state)
    text = wording.say("question_frame.main", state, number=progress.number, total=progress.total, question=words)
    if question.section is Section.ABOUT_YOU:
        text = wording.say(
            "question_frame.about_you", state, number=progress.number, total=progress.total, question=words
        )
    if question.kind is QuestionKind.MANY_OF:
        text = f"{text}\n{wording.say('answer.many_of', state)}"
    taps: tuple[Link, ...] = ()
    if state.help_stands:
        lines, taps = help_lines(script, state, Worry())
        text = "\n".join([text, wording.say("help.standing", state), *(f"{POINT}{line}" for line in lines)])
    return Reply(
        key=f"question.{question.id}",
        text=text,
        tone=Tone.PROMPT,
        links=taps,
        buttons=choice_buttons(script, state) + command_buttons(script, state, question_commands(state, question)),
        progress=progress,
        accepts_words=accepts_words(state, question),
    )


def place_among(script: Script, state: ConversationState, question: Question) -> Progress:
    """Return which of its section's questions that this person is asked a question is."""
    asked = script.asked(question.section, state)
    return Progress([q.id for q in asked].index(question.id) + 1, len(asked))


def progress_now(script: Script, state: ConversationState) -> Progress | None:
    """Return where the person is among the questions; None where no question is being asked."""
    question = current_question(script, state) if state.phase in QUESTION_PHASES else None
    return place_among(script, state, question) if question else None


def accepts_words(state: ConversationState, question: Question) -> bool:
    """Whether what is typed now would become part of the answer."""
    if question.kind is QuestionKind.FREE_TEXT:
        return True
    chosen = (question.option(option_id) for option_id in state.answer(question.id).options)
    return any(option is not None and option.own_words for option in chosen)


def choice_buttons(script: Script, state: ConversationState) -> tuple[Button, ...]:
    """Return one button for each option of the current prompt, the chosen ones marked."""
    question = current_question(script, state)
    chosen = state.answer(question.id).options if question and state.phase in QUESTION_PHASES else ()
    item = item_id(script, state)
    return tuple(Button(item, option, label, chosen=option in chosen) for option, label in choices(script, state))


def phase_commands(script: Script, state: ConversationState) -> tuple[Command, ...]:
    """Return what can be done at a phase that is not a question. Help is always among them."""
    committed = state.phase is Phase.TAKE_PART and state.taking_part
    commands: tuple[Command, ...] = () if state.phase in WITHOUT_BACK or committed else (Command.BACK,)
    if state.phase in (Phase.NEW, Phase.AUDIENCE) and len(script.languages) > 1:
        commands += (Command.LANGUAGE,)
    if state.phase not in (Phase.NEW, Phase.AUDIENCE, Phase.STOPPING):
        commands += (Command.STOP,)
    return (*commands, Command.HELP)


def question_commands(state: ConversationState, question: Question) -> tuple[Command, ...]:
    """Return what can be done at a question: Next, Skip, Back and Stop are always there."""
    change = (Command.CHANGE,) if state.answer(question.id).given else ()
    receipt = (Command.RECEIPT,) if any(answer.given for answer in state.answers.values()) else ()
    return (Command.NEXT, Command.SKIP, Command.BACK, *change, *receipt, Command.STOP, Command.HELP)


def command_buttons(script: Script, state: ConversationState, commands: tuple[Command, ...]) -> tuple[Button, ...]:
    """Return buttons for commands, tied to the current prompt so that an old one is known."""
    wording = script.wording(state.language)
    item = item_id(script, state)
    keys = {Command.LANGUAGE: language_button(script)}
    return tuple(
        Button(item, command_option(c), wording.say(keys.get(c, BUTTON_KEYS[c]), state), command=True) for c in commands
    )


def speaks_others(script: Script) -> bool:
    """Whether a script can be heard in several languages, not only in usual and easier words of one."""
    return len({code.partition("-")[0] for code in script.languages}) > 1


def language_button(script: Script) -> str:
    """Return the key of the label that leads to the language picker: it promises what is there."""
    return "button.languages" if speaks_others(script) else "button.language"


def language_prompt(script: Script, state: ConversationState) -> Reply:
    """Return the language picker, each language by its own name, with Help as at every other step."""
    wording = script.wording(state.language)
    buttons = tuple(
        Button(LANGUAGE_ITEM, code, words.name, chosen=code == state.language)
        for code, words in script.languages.items()
    )
    buttons += command_buttons(script, state, (Command.HELP,))
    key = "ask.languages" if speaks_others(script) else "ask.language"
    return Reply(key, wording.say(key, state), Tone.PROMPT, buttons)


def notice(script: Script, state: ConversationState, key: str, tone: Tone = Tone.NOTICE, **values: object) -> Reply:
    """Return a message that asks nothing."""
    return Reply(key=key, text=script.wording(state.language).say(key, state, **values), tone=tone)


def echo(script: Script, state: ConversationState, label: str) -> Reply:
    """Return what the person just chose, so that the chat shows it even where the channel does not."""
    return Reply(
        key="answer.chosen",
        text=script.wording(state.language).say("answer.chosen", state, choice=label),
        tone=Tone.ECHO,
    )


def welcome(script: Script, state: ConversationState) -> tuple[Reply, ...]:
    """Return the first messages: who asks and why, that nobody reads live, how it goes."""
    total = len([q for q in script.questions if q.section is Section.MAIN])
    return tuple(notice(script, state, key, total=total) for key in WELCOME)


def help_lines(script: Script, state: ConversationState, worry: Worry) -> tuple[list[str], tuple[Link, ...]]:
    """Return who can help with what this person told us: a sentence for each line, and everything that can be tapped."""
    return _say_lines(script, state, choose(script.helplines_now, person_of(script, state), worry))


def help_signpost(script: Script, state: ConversationState) -> Reply:
    """Return the answer to 'Help'. It promises an answer today only where nobody among the lines is closed."""
    shown = choose(script.helplines_now, person_of(script, state))
    lines, taps = _say_lines(script, state, shown)
    closed = any(one.openness is Openness.CLOSED for one in shown)
    intro = script.wording(state.language).say("help.intro_closed" if closed else "help.intro", state)
    text = "\n".join([intro, *(f"{POINT}{line}" for line in lines)])
    return Reply("help.intro", text, Tone.SIGNPOST, links=taps)


def _say_lines(
    script: Script, state: ConversationState, shown: tuple[HelplineNow, ...]
) -> tuple[list[str], tuple[Link, ...]]:
    wording = script.wording(state.language)
    sentences = [describe(one, wording, state) for one in shown]
    taps = tuple(link for point, one in enumerate(shown) for link in links(one, wording, state, point))
    return sentences, taps


def web_chat_link(script: Script, state: ConversationState) -> Link:
    """Return the way from another channel to the web chat."""
    return Link(LinkKind.WEB_CHAT, script.wording(state.language).say("link.web_chat", state))
