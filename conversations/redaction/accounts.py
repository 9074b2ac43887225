"""Finds accounts: handles on social media and games, by their shape or by what is said before them."""

import re

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.tokens import AFTER

_PLATFORM = (
    r"(?:snap\s?chats?|snaps?|sc|insta(?:gram)?s?|ig|finsta|spam|tik\s?toks?|tt|discords?|disc|dc|roblox|rblx|x\s?box|xbl|"
    r"gamer\s?tags?|psn|ps[345]|playstation|nintendo|fortnite|epic(?:\s+games)?|steam|twitch(?:\s+tv)?|you\s?tube(?:\s+channel)?|yt|"
    r"channel|twitter|facebook|fb|messenger|telegram|tele|kik|signal|be\s?real|pinterest|reddit|tumblr|minecraft|mc|"
    r"threads|bluesky|bsky|spotify|wattpad|ao3|vsco|linked\s?in|whatsapp|yubo|wizz|skype|valorant|riot|kooth|brawl\s?stars|"
    r"clash|cod|activision|rec\s?room|vrchat|soundcloud|onlyfans|wechat|viber|vk|weibo|zalo|снап|інста(?:грам)?|инста(?:грам)?|телеграм|снапчат|"
    r"тікток|тикток|дискорд|انستا(?:غرام)?|انستقرام|اینستا(?:گرام)?|سناب(?:\s?شات)?|تيك\s?توك|تلگرام|تلغرام|تيليجرام|اسنپ(?:\s?چت)?)"
)
_TAG = (
    r"(?:user\s?names?|users?|usr|handles?|tags?|gamer\s?tags?|names?|ids?|acc(?:ount)?s?|profile|page|@|channel|nick(?:name)?|"
    r"login|nazwa|konto|nick|nume|nom|compte|pseudo|ім'я|нік|акаунт|حسابي|حساب|آیدی|ایدی)"
)
_LINK_WORDS = r"(?:is|its|it's|it is|are|was|im|i'm|i am|called|named|under|on|as|at|@|me|add|name|to|c'est|e|este|jest|është|është|je|هو|هي)"
_HANDLE = r"(?<!\w)@?(?P<handle>[\w][\w.\-#*!$~]{1,40})"
_GAP = rf"(?:[\s:=\-,>~.]+(?:{_LINK_WORDS}(?![\w']))?){{0,4}}[\s:=\->~\"'(]*"

AT = re.compile(r"(?<![\w@])@\s?(?P<handle>[\w][\w.\-]{1,40})")
TAGGED = re.compile(r"(?<![\w#])(?P<handle>[\w.]{2,32}\s?#\s?\d{3,5})(?!\w)")
REDDIT = re.compile(r"(?<![\w/])/?(?P<handle>u/[\w\-]{3,24})(?![\w])")
UNDERSCORED = re.compile(r"(?<![\w.])(?P<handle>_{0,3}[^\W_][\w.\-]{0,40}_[\w.\-]{0,40}|_{1,3}[^\W_][\w.\-]{0,40})")
SPELLED = re.compile(r"(?<!\w)(?P<handle>[\w.]{1,40}(?:\s+(?:underscore|under score)(?:\s+[\w.]{1,40})?){1,6})")
MIXED = re.compile(r"(?<![\w.@£$])(?P<handle>(?=[\w.]{0,40}\d)(?=[\d.]{0,40}[^\W\d])[^\W_][\w.]{3,40})(?![\w])")
PLATFORMED = re.compile(rf"(?<!\w){_PLATFORM}(?![\w])(?:\s+{_TAG}(?!\w))?(?P<gap>{_GAP}){_HANDLE}")
NAMED = re.compile(
    rf"(?<!\w)(?P<tag>user\s?names?|users?|usr|handle|gamer\s?tag|screen\s?name|display\s?name|@s?|log\s?in)(?!\w)(?:\s+on\s+\w+(?!\w))?(?P<gap>{_GAP}){_HANDLE}"
)
TWO_WORDS = re.compile(
    rf"(?<!\w)(?:gamer\s?tag|screen\s?name|display\s?name|x\s?box|xbl|psn)(?!\w)(?P<gap>{_GAP})(?P<handle>[a-z]{{3,16}} [a-z]{{2,16}}\d{{1,4}})(?!\w)"
)
ADD_ME = re.compile(
    rf"(?<!\w)(?:add|follow|find|dm|pm|message|msg|hmu|hit\s+me\s+up|inbox|text|friend|look\s+up|search(?:\s+for)?|subscribe\s+to|sub\s+to|i'?m|i\s+am|known\s+as)(?:\s+(?:me|my))?(?:\s+(?:on|at)\s+{_PLATFORM})?(?P<gap>{_GAP}){_HANDLE}(?P<after>\s+(?:on|in)\s+(?:the\s+)?{_PLATFORM}(?!\w))?"
)
ON = re.compile(rf"(?<![\w@])(?P<handle>[\w][\w.\-]{{2,40}})\s+(?:on|in)\s+{_PLATFORM}(?!\w)")
_SURE_TAG = re.compile(rf"(?:{_TAG})\s*(?:is|:|=|-|called)")


_SHORTEST_SHAPED = 4  # shorter ones are faces: x_x, o_o


def claim_accounts(claims: Claims) -> None:
    """Claim handles. By shape alone: `@name`, `name#1234`, `name_09`, `jaydenx09`; other words only where a sentence says so."""
    seen = claims.seen
    marked = ((TAGGED, "#"), (REDDIT, "u/"), (AT, "@"), (SPELLED, "score"))
    for pattern in (pattern for pattern, mark in marked if mark in seen):
        for found in pattern.finditer(seen):
            if pattern is not AT or "@ " not in found[0] or _is_shaped(found["handle"]):
                start, end = found.span("handle")
                _claim(claims, found.start() if pattern is AT else start, end)
    if "_" in seen:
        _claim_underscored(claims)
    _claim_cued(claims)
    for found in MIXED.finditer(seen) if claims.has_digits else ():
        if _is_mixed(found["handle"]):
            _claim(claims, *found.span("handle"))


def _claim_underscored(claims: Claims) -> None:
    for found in UNDERSCORED.finditer(claims.seen):
        parts = [part for part in re.split(r"[_.\-]+", found["handle"]) if part]
        if len("".join(parts)) < _SHORTEST_SHAPED:
            continue
        if any(part not in lexicon().words for part in parts) or (parts and len(parts) < 2 and found[0].count("_") < 2):
            _claim(claims, *found.span("handle"))


def _claim_cued(claims: Claims) -> None:
    seen = claims.seen
    for found in TWO_WORDS.finditer(seen) if claims.has_digits else ():
        _claim(claims, *found.span("handle"))
    for pattern in (PLATFORMED, NAMED, ADD_ME):
        for found in pattern.finditer(seen):
            handle = found["handle"].rstrip(".-!")
            said = found[0][: found.start("handle") - found.start()]
            if _fits(handle, said, seen, found.end("handle"), pattern):
                start = found.start("handle")
                _claim(claims, start - (seen[start - 1] == "@"), found.end("handle"))
    for found in ON.finditer(seen):
        if _is_shaped(found["handle"]):
            _claim(claims, *found.span("handle"))


def _claim(claims: Claims, start: int, end: int) -> None:
    while end > start and claims.seen[end - 1] in ".-!*~":
        end -= 1
    claims.claim(start, end, Kind.ACCOUNT)


def _is_shaped(word: str) -> bool:
    """Whether a word looks like a handle: joined by dots or underscores, or letters with digits."""
    inner = word.strip(".-!*_")
    if "_" in word:
        return True
    if "." in inner:
        return len(inner) > 4 and not all(part in lexicon().words for part in inner.split("."))
    return _is_mixed(inner)


def _is_mixed(word: str) -> bool:
    if word in lexicon().towns:
        return False
    letters = re.sub(r"[\W\d_]+", "", word)
    if len(letters) < 3 or not any(c.isdigit() for c in word):
        return False
    if letters in lexicon().units or letters in lexicon().words or re.fullmatch(r"\d+[a-z]{1,5}", word):
        digits = sum(c.isdigit() for c in word)
        return (
            letters not in lexicon().units
            and digits >= 2
            and re.fullmatch(r"[^\W\d]+\d+", word) is not None
            and letters not in lexicon().numbered
        )
    return True


def _fits(handle: str, said: str, seen: str, end: int, pattern: re.Pattern[str]) -> bool:
    """Whether the word after a cue is a handle and not the sentence going on ('my snap is private', 'add me to it')."""
    if len(handle) < 2:
        return False
    if _is_shaped(handle) or any(c in handle for c in "#*$~"):
        return True
    if re.fullmatch(r"[\d.,:\-]+|\d+(?:am|pm|[a-z]{1,4})", handle):
        return False
    known = handle in lexicon().words or handle.replace("'", "") in lexicon().words
    if pattern is ADD_ME:
        return (
            False
            if known
            else bool(re.search(r"(?:add|follow|dm|hmu|search)\b.*(?:its|it's|@|:|as|under|im)\W*$", said))
            and handle not in lexicon().names
        )
    explicit = (
        re.search(
            r"(?:\bis\b|\bits\b|it's|called|under|[:=]|\bim\b|c'est|jest|este|\bto\b|name|user|tag|handle|هو|\be\b)\W*$",
            said,
        )
        is not None
    )
    if not known:
        return (
            explicit
            or (pattern is NAMED)
            or (re.search(r"[\s\-]$", said) is not None and _ends_clause(seen, end) and handle not in lexicon().names)
        )
    strong = re.search(
        r"(?:\bmy\b|\bon\b)[^.]*$", seen[: max(0, end - len(handle) - len(said))][-12:] + said
    ) or _SURE_TAG.search(said)
    return (
        bool(strong)
        and explicit
        and len(handle) > 3
        and _ends_clause(seen, end)
        and handle not in lexicon().not_handles
        and handle not in lexicon().function_words
    )


def _ends_clause(seen: str, end: int) -> bool:
    rest = seen[end : end + 12].lstrip()
    return (
        not rest
        or rest[0] in ".,!?;:)\n"
        or re.match(rf"(?:add|and|if|on|so|x+|lol|pls|but|or|i|hmu|dm){AFTER}", rest) is not None
    )
