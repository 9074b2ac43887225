"""One-time links: an account is made, or what it was signed in with ends, and its owner sets it up anew."""

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import CallError
from bot.staff.second_factor import new_secret
from storage.accounts import Account, Role, account_name, account_of_name, add_account, new_account, put_link
from storage.staff_keys import StaffKeys

LINK_MINUTES = 3 * 24 * 60
"""How long a link can be used: three days, a weekend among them."""

SHORTEST_NAME, LONGEST_NAME = 3, 120
JOIN_PATH = "/staff/join"


def name_is_wrong(name: str) -> bool:
    """Whether no account can have this name."""
    return not (SHORTEST_NAME <= len(account_name(name)) <= LONGEST_NAME and account_name(name).isprintable())


async def invite(
    connection: AsyncConnection, keys: StaffKeys, name: str, role: Role, minute: int
) -> tuple[Account, str]:
    """Make an account and return it with the token of its link. Raises CallError where the name is taken or is none."""
    if name_is_wrong(name):
        raise CallError(f"a name has {SHORTEST_NAME} to {LONGEST_NAME} characters")
    if await account_of_name(connection, name) is not None:
        raise CallError("there is an account of that name already; `sayso staff link` makes a new link for it")
    account = new_account(name, role)
    await add_account(connection, account)
    return account, await renew_link(connection, keys, account, minute)


async def renew_link(connection: AsyncConnection, keys: StaffKeys, account: Account, minute: int) -> str:
    """Return the token of a new one-time link; password, app, recovery codes, sessions and older links end."""
    token = secrets.token_urlsafe(32)
    await put_link(connection, account.id, token, keys.masked(account.id, new_secret()), minute + LINK_MINUTES)
    return token


def link_address(public_url: str, token: str) -> str:
    """Return the whole address of a link. `public_url` is how people reach Sayso."""
    return f"{public_url}{JOIN_PATH}/{token}"
