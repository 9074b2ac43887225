"""Texts of the catalogue that belong to one thing: the safety net, a receipt, a tablet that is handed round, what came of it all."""

BUTTON_LIMIT = 40
"""Characters a button's label may have: more is cut off on a 320-pixel phone."""

SIGNPOSTS = {
    "suicide": "they think of dying",
    "self_harm": "they hurt themselves",
    "hurt": "somebody hurts, frightens, uses or neglects them; never suggests to tell a parent",
    "eating": "eating, or not eating",
    "running_away": "they have no safe place to be",
    "bullying": "others are cruel to them",
    "friend": "they worry about somebody else",
    "child": "a parent or carer worries about a child",
    "professional": "somebody who works with young people tells of one",
    "past": "it happened in the past",
    "immediate": "life may be in danger now: 999 first",
    "again": "the second time, shorter",
    "again_immediate": "the second time, life may be in danger",
    "not_live": "nobody reads this live; who will answer follows",
    "again_not_live": "the same, shorter",
    "what_next": "asks what becomes of the words: taken out unless they choose",
    "kept": "they chose to keep them",
    "taken_out": "they are taken out",
    "break": "no hurry, their place is kept",
    "quiet": "one quiet line, in doubt; no 999",
}
"""The texts of the safety net, each with what it answers."""

RECEIPT_PAGE = {
    "enter": ("asks for the four words of a receipt", 300),
    "label": ("name of the box for the four words", BUTTON_LIMIT),
    "open_it": ("button: open what the four words open", BUTTON_LIMIT),
    "held": ("above the answers that are kept", 300),
    "nothing_held": ("nothing is kept under this receipt", 300),
    "earlier_question": ("in the place of a question that is in the script no more", 100),
    "take_out": ("button under an answer: take it out", BUTTON_LIMIT),
    "taken_out": ("an answer was taken out", 300),
    "erase_sure": ("asks once more before everything is erased; what cannot be taken back", 300),
    "erase_yes": ("button: erase everything", BUTTON_LIMIT),
    "erase_no": ("button: erase nothing", BUTTON_LIMIT),
    "erased": ("everything was erased", 300),
    "may_carry_on": ("the talk is open: it can go on here, and what that means elsewhere", 300),
    "carry_on": ("button: go on with the talk here", BUTTON_LIMIT),
    "next_heading": ("above what became of the answers", BUTTON_LIMIT),
    "what_happened_next": ("what became of the answers; until that is known, that nobody has written it yet", 2000),
    "wrong": ("four words that open nothing, for whatever reason", 300),
    "not_four": ("what was typed is not four words of the list", 300),
    "wait": ("too many wrong tries", 300),
    "other_chat": ("carrying on where another talk is open", 300),
    "over_16": ("Telegram: carrying on with a talk of somebody too young for it", 300),
    "again": ("Telegram: a button of a receipt that was opened too long ago", 300),
    "hidden": ("Telegram: the message with the four words was taken away", 300),
    "not_hidden": ("Telegram: the message with the four words could not be taken away", 300),
}
"""What the doors say where a receipt is opened, each with what it is for and how long it may be in characters."""

YOU_SAID = {
    "title": ("heading of the page that says what came of the answers", BUTTON_LIMIT, ()),
    "intro": ("below it: who said these things, and when something stands here", 300, ()),
    "you_said": ("above what many people said", BUTTON_LIMIT, ()),
    "we_did": ("above what was done about it", BUTTON_LIMIT, ()),
    "not_yet": ("above what has not been done yet", BUTTON_LIMIT, ()),
    "we_cannot": ("above why something cannot be done", BUTTON_LIMIT, ()),
    "date": ("a day in numbers, in the order that the language writes them", BUTTON_LIMIT, ("day", "month", "year")),
    "own": ("beside the link to the page of a receipt: it shows what came of one's own answers", 160, ()),
    "event_over": (
        "by the link of an event that is over: what came of it can be seen, and one can still answer",
        300,
        (),
    ),
    "not_about_yours": ("receipt: nothing is published of what this person said, but of other things it is", 300, ()),
}
"""What is said around 'You said, we did', each with what it is for, how long it may be and the places it must have."""

KIOSK = {
    "ready": ("the page for the next person, in large letters", 80, ()),
    "start": ("the large button there", BUTTON_LIMIT, ()),
    "nothing_left": ("below it: nothing of the person before is here", 120, ()),
    "kept": ("below it: what is sent is kept, and how it is erased", 200, ()),
    "idle": ("below it: what happens when nobody touches the screen", 200, ()),
    "no_scripts": ("the browser runs no scripts, so the screen could not be cleared", 200, ()),
    "not_set_up": ("no adult set this device up for sharing, or the event is over", 300, ()),
    "waiting": ("the screen is cleared, and there is no signal to begin anew", 200, ()),
    "still": ("asks whether somebody is still there", 80, ()),
    "still_what": ("what happens to the screen, and to what was sent", 300, ("seconds",)),
    "seconds": ("read aloud: how long it still waits", 80, ("seconds",)),
    "here": ("button: somebody is still there", BUTTON_LIMIT, ()),
    "clear_now": ("button: clear the screen at once", BUTTON_LIMIT, ()),
    "done": ("button after the end: clear the screen for the next person", BUTTON_LIMIT, ()),
    "print": ("button after the end: print the four words", BUTTON_LIMIT, ()),
    "slip": ("on the printed slip, below the four words: what they open, and where", 200, ("address",)),
    "receipt_typed": ("in place of receipt.typed, since no other page opens here", 400, ("address",)),
    "receipt_closed": ("in place of receipt.closed, since no other page opens here", 400, ("address",)),
    "clear": ("button always in sight: clear this screen at once", BUTTON_LIMIT, ()),
    "clear_what": ("under the help lines: what clearing does", 300, ()),
    "clear_presses": ("read aloud: how often the key is still to press", 80, ("count",)),
}
"""What a device says that is handed round, each with what it is for, how long it may be and the places it must have."""
