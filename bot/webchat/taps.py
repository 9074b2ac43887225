"""What a link opens when it is tapped: a call, a text message, a page."""

from urllib.parse import quote

from conversations.turn import Link, LinkKind

PATHS = {LinkKind.WEB_CHAT: "/chat", LinkKind.RECEIPT: "/receipt"}


def address_of(link: Link) -> str:
    """Return what to put in `href`; nothing for a target that is not what its kind says, which is then left out."""
    match link.kind:
        case LinkKind.CALL:
            digits = "".join(c for c in link.target if c.isdecimal() or c == "+")
            return f"tel:{digits}" if digits else ""
        case LinkKind.TEXT:
            number, _, word = link.target.partition(" ")
            body = f"?&body={quote(word)}" if word else ""
            return f"sms:{number}{body}" if number.isdecimal() else ""
        case LinkKind.WEB:
            return link.target if link.target.startswith(("https://", "http://")) else ""
        case LinkKind.YOU_SAID:
            return f"/you-said/{quote(link.target, safe='')}"
    return PATHS[link.kind]
