"""Every text the conversation can need: what it is for and which `{places}` it may hold. The checker reads this list.

Texts of questions, options and helplines are not here: which of those exist is the script's own choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.catalogue_groups import BUTTON_LIMIT, KIOSK, RECEIPT_PAGE, SIGNPOSTS, YOU_SAID
from conversations.helpline_words import IT
from conversations.helplines import Way
from conversations.hours import WEEKDAYS
from conversations.inbound import ONLY_ON_BUTTONS, Command, UnsupportedKind
from conversations.page_texts import PAGE_BUTTONS, PAGE_SENTENCES
from conversations.people import AgeBand, Audience
from conversations.printed_texts import PAPER, POSTER
from conversations.prompts import CHOICE_OPTIONS
from conversations.redaction import Kind
from conversations.state import Phase
from conversations.turn import Ending


@dataclass(frozen=True, slots=True)
class Slot:
    """One text: what it is for, the places it may hold and those it must, and how long it may be in characters."""

    purpose: str
    places: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    limit: int = 300


MENU_LIMIT = 60
"""Characters a line of Telegram's menu may have: more is cut off on a small phone."""


def _slot(purpose: str, *places: str, limit: int = 300, needs: tuple[str, ...] = ()) -> Slot:
    return Slot(purpose, frozenset(places) | frozenset(needs), frozenset(needs), limit)


CATALOGUE: Mapping[str, Slot] = {
    "welcome.who": _slot("first message: who asks and why"),
    "welcome.nobody_live": _slot("first message: nobody reads live, nobody writes back, where help is"),
    "welcome.how": _slot("first message: how many questions, how long it takes", "total"),
    "ask.audience": _slot("asks who the person is"),
    "ask.age": _slot("asks the age band"),
    "ask.together": _slot("under 10: asks whether a grown-up is beside them"),
    "ask.telegram_age": _slot("Telegram, age not said: asks whether they are 16 or over"),
    "ask.permission": _slot("10 to 12: asks whether a trusted grown-up is happy with it"),
    "ask.permission_age_unknown": _slot("age not said: the same, for any age"),
    "ask.check": _slot("checks that they know nobody will write back"),
    "ask.take_part": _slot("asks for the consent to take part"),
    "ask.quotes": _slot("asks whether their words may be quoted"),
    "ask.about_you": _slot("asks whether to ask about the person"),
    "ask.stopping": _slot("asks whether to keep or erase what was written"),
    "ask.language": _slot("asks which words to use, usual or easier"),
    "ask.languages": _slot("the same, where there are several languages"),
    "consent.kept": _slot("says what is kept and for how long"),
    "consent.readers": _slot("says who reads it and until when it can be taken back"),
    "consent.check_wrong": _slot("says kindly that nobody will write back, and where help is"),
    "consent.check_right": _slot("says that this was right"),
    "question_frame.main": _slot("puts a key question after its number", needs=("number", "total", "question")),
    "question_frame.about_you": _slot("the same, about the person", needs=("number", "total", "question")),
    "answer.first": _slot("after the first message of an answer: more, or Next"),
    "answer.more": _slot("after each further message of an answer"),
    "answer.redacted": _slot("something that could tell who it is about was taken out of what they wrote"),
    "answer.already": _slot("at a question that has an answer: add, change or Next"),
    "answer.nothing_yet": _slot("Next where there is no answer yet"),
    "answer.cleared": _slot("after Change: the old answer is gone"),
    "answer.leave_out": _slot("Skip where there is an answer: erase it, or keep it and go on"),
    "answer.left_out": _slot("the answer was erased"),
    "answer.full": _slot("no room left in this answer"),
    "answer.many_of": _slot("several may be chosen, then Next"),
    "answer.own_words": _slot("asks for words of their own, then Next"),
    "answer.chosen": _slot("repeats what was chosen", needs=("choice",)),
    "notice.welcome_back": _slot("when somebody returns"),
    "notice.old_button": _slot("a button of an earlier message was pressed"),
    "notice.after_end": _slot("web, words after the end: they were not kept, how to begin again, where help is"),
    "notice.after_end_told": _slot("web, after the signpost that answers words after the end: they were not kept"),
    "notice.choose": _slot("words where a choice was asked: they were not kept"),
    "notice.empty": _slot("an empty message"),
    "notice.too_long": _slot("a message longer than the limit", "limit"),
    "notice.not_begun": _slot("words before the beginning: they were not kept"),
    "notice.script_changed": _slot("words for a question that is no longer asked: they were not kept"),
    "notice.not_now": _slot("a command that has no meaning here"),
    "notice.no_further_back": _slot("Back where there is no way back"),
    "notice.language_changed": _slot("the language was changed"),
    "notice.offer_language": _slot("in a language they were found to write in: it can be used here", "language"),
    "receipt.open": _slot("shows the receipt in the middle of a talk, and how it is used", needs=("receipt",)),
    "receipt.kept": _slot("shows the receipt at the end, and how it is used", needs=("receipt",)),
    "receipt.closed": _slot("no talk is open: what only the words of a receipt can do, and how they are used"),
    "receipt.typed": _slot(
        "words that look like a receipt: not kept, where they open something, how they are an answer"
    ),
    "receipt.once_more": _slot("such words are an answer: to be sent once more"),
    "receipt.not_yet": _slot("a receipt is asked for before anything can be kept"),
    **{f"receipt_page.{name}": _slot(purpose, limit=limit) for name, (purpose, limit) in RECEIPT_PAGE.items()},
    **{f"kiosk.{name}": _slot(purpose, limit=limit, needs=needs) for name, (purpose, limit, needs) in KIOSK.items()},
    "receipt_page.take_out_number": _slot(
        "Telegram, button: take an answer out", limit=BUTTON_LIMIT, needs=("number",)
    ),
    **{
        f"you_said.{name}": _slot(purpose, limit=limit, needs=needs)
        for name, (purpose, limit, needs) in YOU_SAID.items()
    },
    "clear.how": _slot("how somebody takes the whole chat off their phone"),
    "clear.answers": _slot("that this erases no answers"),
    "clear.answers_open": _slot("that this erases no answers, and how to erase them too"),
    "help.intro": _slot("above the help lines"),
    "help.standing": _slot("above the help lines that stand under every question where a language is heard badly"),
    "help.interpreter": _slot("after a help line that finds an interpreter: what to say, in English words"),
    "help.intro_closed": _slot("the same, where one of them is closed now: promises no answer today"),
    **{f"way.{way}": _slot("a way to a help line, as it begins a sentence", limit=BUTTON_LIMIT) for way in (IT, *Way)},
    "opening.open": _slot("a way is open, nobody knows until when", needs=("way",)),
    "opening.open_until": _slot("a way is open and closes at a time", needs=("way", "time")),
    "opening.closed": _slot("a way is closed, nobody knows until when", needs=("way",)),
    "opening.opens_today": _slot("a way is closed and opens later today", needs=("way", "time")),
    "opening.opens_tomorrow": _slot("a way is closed and opens tomorrow", needs=("way", "time")),
    "opening.opens_on_day": _slot("a way is closed and opens within a week", needs=("way", "day", "time")),
    "opening.opens_in_days": _slot("a way is closed for a week or more", needs=("way", "days", "day", "time")),
    "time.morning": _slot("a full hour before noon", "hour", "hour_of_24", "minute", limit=BUTTON_LIMIT),
    "time.morning_minutes": _slot("a time before noon", "hour", "hour_of_24", limit=BUTTON_LIMIT, needs=("minute",)),
    "time.afternoon": _slot("a full hour after noon", "hour", "hour_of_24", "minute", limit=BUTTON_LIMIT),
    "time.afternoon_minutes": _slot("a time after noon", "hour", "hour_of_24", limit=BUTTON_LIMIT, needs=("minute",)),
    "time.noon": _slot("12 o'clock in the day", limit=BUTTON_LIMIT),
    "time.midnight": _slot("12 o'clock at night", limit=BUTTON_LIMIT),
    **{
        f"weekday.{day}": _slot("a day of the week, as it stands in 'on Monday'", limit=BUTTON_LIMIT)
        for day in WEEKDAYS
    },
    **{f"signpost.{name}": _slot(f"somebody told us of harm: {purpose}") for name, purpose in SIGNPOSTS.items()},
    "link.call": _slot("label of a link that calls", needs=("name",)),
    "link.text": _slot("label of a link that opens a text message", needs=("name",)),
    "link.web": _slot("label of a link to a website", needs=("name",)),
    "link.chat": _slot("label of a link to a chat with a help line", needs=("name",)),
    "link.web_chat": _slot("label of the link to our web chat", limit=BUTTON_LIMIT),
    "ending.again": _slot("after every ending: how to begin again"),
    "door.group": _slot("a message in a group chat"),
    "door.caption": _slot("above the answer to words that came with a picture or a file"),
    "door.cleared": _slot("Telegram: the newest messages were taken away, as far as that can be done"),
    "door.not_cleared": _slot("Telegram: no message could be taken away; how to do it oneself follows"),
    "door.description": _slot("what somebody reads about the Telegram bot before they start it"),
    "door.short_description": _slot("the Telegram bot's profile and links to it", limit=120),
    "door.apology": _slot("something went wrong on our side; nothing is lost; where help is"),
    "door.unknown_code": _slot("the link's code is not known"),
    "door.other_engagement": _slot("a link to other questions while these are open"),
    "door.alerts": _slot(
        "at an event where an adult is told that urgent help was shown: says so before anything is asked"
    ),
    **{
        f"{group}.{name}": _slot(purpose, limit=limit, needs=needs)
        for group, texts in (("poster", POSTER), ("paper", PAPER))
        for name, (purpose, limit, needs) in texts.items()
    },
    "menu.languages": _slot("Telegram's menu: language, where there are several", limit=MENU_LIMIT),
    "menu.start": _slot("Telegram's menu: start", limit=MENU_LIMIT),
    **{
        f"menu.{command.value}": _slot(f"Telegram's menu: {command.value}", limit=MENU_LIMIT)
        for command in Command
        if command not in ONLY_ON_BUTTONS
    },
    "page.title": _slot(
        "name of the service, in the page's header and title: nothing that tells what the chat is about",
        limit=BUTTON_LIMIT,
    ),
    "page.skip": _slot("link for keyboards that jumps over the header", limit=BUTTON_LIMIT),
    "page.messages": _slot("name of the list of messages, read aloud", limit=BUTTON_LIMIT),
    "page.choices": _slot("name of the group of buttons, read aloud", limit=BUTTON_LIMIT),
    "page.bot_says": _slot("before each message of ours, read aloud", limit=BUTTON_LIMIT),
    "page.you_said": _slot("before each message of theirs, read aloud", limit=BUTTON_LIMIT),
    "page.answer_so_far": _slot("above what they wrote to this question before", limit=BUTTON_LIMIT),
    "page.progress": _slot("how far they are", limit=BUTTON_LIMIT, needs=("number", "total")),
    "page.your_message": _slot("name of the box for words", limit=BUTTON_LIMIT),
    "page.send": _slot("button beside the box", limit=BUTTON_LIMIT),
    "page.sending": _slot("while a message is on its way", limit=BUTTON_LIMIT),
    "page.no_signal": _slot("a message could not be sent and will be tried again by itself"),
    "page.unsent": _slot("how many messages have not been sent", limit=60, needs=("count",)),
    "page.not_sent": _slot("what they wrote has not been sent, so nobody knows of it; the help lines follow"),
    "page.try_again": _slot("button: try again now", limit=BUTTON_LIMIT),
    "page.characters_left": _slot("how much room a message has left", limit=BUTTON_LIMIT, needs=("count",)),
    "page.characters_over": _slot("how much a message is too long", limit=BUTTON_LIMIT, needs=("count",)),
    "page.start_again": _slot("button after the end: begin anew", limit=BUTTON_LIMIT),
    "page.leave": _slot("button always in sight: leave this page at once", limit=BUTTON_LIMIT),
    "page.leave_key": _slot("beside that button: the key that does the same", limit=BUTTON_LIMIT),
    "page.leave_presses": _slot("read aloud: how often the key is still to press", limit=80, needs=("count",)),
    "page.leave_what": _slot("under the help lines: what leaving does, and what it cannot do"),
    "page.leave_what_plain": _slot("the same where the browser runs no scripts: what Back shows"),
    "page.covered": _slot("somebody comes back after leaving at once: nothing of the talk is shown yet"),
    "page.uncover": _slot("button there: show the talk", limit=BUTTON_LIMIT),
    "page.asking": _slot(
        "before words are stored: what something in them looks like and why that matters", needs=("what",)
    ),
    "page.asking_and": _slot("several such things, the last of them apart", needs=("first", "last")),
    "page.asking_change": _slot("leads back to the words, to change them", limit=BUTTON_LIMIT),
    "page.asking_send": _slot("button: send them, with that taken out", limit=BUTTON_LIMIT),
    **{
        f"page.asking_{kind.name.lower()}": _slot(f"what something in their words looks like: {kind.value}")
        for kind in Kind
    },
    "page.have_receipt": _slot("link below the chat: to the page that opens a receipt", limit=BUTTON_LIMIT),
    "page.open_chat": _slot("link from a page about trouble to the chat", limit=BUTTON_LIMIT),
    **{f"page.{name}": _slot(what, limit=BUTTON_LIMIT) for name, what in PAGE_BUTTONS.items()},
    **{f"page.{name}": _slot(what) for name, what in PAGE_SENTENCES.items()},
    **{f"ending.{ending.value}": _slot(f"last words: {ending.value}") for ending in Ending},
    **{
        f"unsupported.{kind.value}": _slot(f"they sent something we cannot read: {kind.value}")
        for kind in UnsupportedKind
    },
    "button.my_answer": _slot("button: what looks like a receipt is an answer", limit=BUTTON_LIMIT),
    "button.languages": _slot("button: to the languages, where there are several", limit=BUTTON_LIMIT),
    **{f"button.{command.value}": _slot(f"button: {command.value}", limit=BUTTON_LIMIT) for command in Command},
    **{f"command_words.{c.value}": _slot(f"words, by commas, that mean {c.value} when written alone") for c in Command},
    **{f"audience.{audience.value}": _slot("button: who they are", limit=BUTTON_LIMIT) for audience in Audience},
    **{f"age_band.{band.value}": _slot("button: an age band", limit=BUTTON_LIMIT) for band in AgeBand},
    **{
        f"choice.{name}.{option}": _slot(f"button at '{name}'", limit=BUTTON_LIMIT)
        for name, options in (
            *((phase.value, options) for phase, options in CHOICE_OPTIONS.items()),
            ("permission_age_unknown", CHOICE_OPTIONS[Phase.PERMISSION]),
        )
        for option in options
    },
}
"""Key -> what the text is for. `conversations.content` refuses a language file that lacks one."""
