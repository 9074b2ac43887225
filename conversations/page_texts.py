"""What some texts of the web page are for: hearing, speaking and rating instead of reading and typing, and trouble."""

PAGE_BUTTONS = {
    "rate": "button below a scale: this is my answer",
    "listen": "button at a message: hear it read aloud by the device",
    "listen_stop": "the same button while it is read: be quiet",
    "speak": "opens words about speaking instead of typing",
}
"""Name of a button's label, without `page.` -> what it is for."""

PAGE_SENTENCES = {
    "listen_none": "the device has no voice for this language",
    "listen_receipt": "read aloud in place of a receipt's words, which others must not hear",
    "speak_what": "how to speak instead of typing, and who may get the sound",
    "cookies_needed": "the browser did not send our cookie; their words are still there",
    "too_big": "more was sent than we can take at once; their words are still in the browser",
    "too_slow": "what was sent did not arrive in time, so it was not kept; their words are still there",
    "busy": "too many are writing just now; their words are still there and can be sent again soon",
    "busy_without_words": "the same where they pressed a button or opened the page",
    "from_elsewhere": "another website tried to send something here; it was not taken",
}
"""Name of a text without places to fill, without `page.` -> what it is for."""
