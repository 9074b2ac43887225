"""`sayso staff`: accounts from the command line: the first one, and for when no administrator can sign in."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.opening import opened_database
from bot.secrets import staff_keys
from bot.settings import Settings, read_settings
from bot.staff.inviting import LINK_MINUTES, invite, link_address, renew_link
from storage.accounts import Account, Role, account_of_name, all_accounts, remove_account, set_role
from storage.audit import COMMAND_LINE, Kind, Trail
from storage.database import Database
from storage.migrating import check_migrated
from storage.moments import minute_of
from storage.staff_keys import StaffKeys

DESCRIPTION = """\
Makes an account and prints its one-time link, this once. Hand it to whoever it is for, and to nobody else: with it they
choose a password and set up an authenticator app. It works once, for three days. Administrators can do the same on the
staff pages; the first one needs this.
"""
EXAMPLES = """\
examples:
  sayso staff invite ada@example.org --role administrator
  sayso staff link ada@example.org                  she lost her phone, or the link ran out
  sayso staff remove ada@example.org                she has left: signed out at once
"""
Result = TypeVar("Result")


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("staff", help="make accounts for the staff pages, change and remove them")
    steps = parser.add_subparsers(title="what to do", metavar="STEP", required=True)

    step = steps.add_parser(
        "invite",
        help="make an account and print its one-time link",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    step.add_argument("name", help="what they sign in with: an e-mail address, or another name")
    step.add_argument(
        "--role", type=_role, choices=[role.value for role in Role], required=True, help="what they may do"
    )
    step.set_defaults(run=run_invite)

    step = steps.add_parser("list", help="show the accounts", description="Shows every account.")
    step.set_defaults(run=run_list)

    step = steps.add_parser(
        "link",
        help="print a new one-time link, and end password, app, codes and sessions",
        description="Prints a new one-time link for an account. All that it could be signed in with before ends.",
    )
    step.add_argument("name", help="the account's name")
    step.set_defaults(run=run_link)

    step = steps.add_parser("role", help="change a role", description="Gives an account another role, at once.")
    step.add_argument("name", help="the account's name")
    step.add_argument("role", type=_role, choices=[role.value for role in Role], help="what they may do from now on")
    step.set_defaults(run=run_role)

    step = steps.add_parser(
        "remove",
        help="remove an account: it is signed out at once",
        description="Removes an account. What it did stays in the audit trail.",
    )
    step.add_argument("name", help="the account's name")
    step.set_defaults(run=run_remove)


def run_invite(arguments: argparse.Namespace) -> int:
    """Make an account. Raises CallError where the name is taken or is none."""
    settings, role, minute = read_settings(), Role(arguments.role), minute_of(datetime.now(UTC))
    keys = staff_keys(settings)

    async def make(database: Database) -> tuple[Account, str]:
        async with database.writing() as connection:
            account, token = await invite(connection, keys, arguments.name, role, minute)
            about = {"account": account.name, "role": role.value}
            await Trail(keys).note(connection, COMMAND_LINE, Kind.INVITED, minute, **about)
        return account, token

    account, token = _with_database(settings, make)
    _print_link(settings, account, token)
    return 0


def run_list(_arguments: argparse.Namespace) -> int:
    """Print every account."""

    async def read(database: Database) -> tuple[Account, ...]:
        async with database.reading() as connection:
            return await all_accounts(connection)

    accounts = _with_database(read_settings(), read)
    if not accounts:
        sys.stdout.write("There is no account yet. `sayso staff invite NAME --role administrator` makes the first.\n")
        return 0
    longest = max(len(account.name) for account in accounts)
    for account in accounts:
        state = "can sign in" if account.ready else "has not set up yet"
        sys.stdout.write(f"{account.name:{longest}}  {account.role.value:13}  {state}\n")
    return 0


def run_link(arguments: argparse.Namespace) -> int:
    """Print a new link. Raises CallError where there is no such account."""
    settings, minute = read_settings(), minute_of(datetime.now(UTC))

    async def renew(connection: Any, keys: StaffKeys, account: Account) -> str:
        return await renew_link(connection, keys, account, minute)

    account, token = _changed(settings, arguments.name, renew, Kind.LINK_RENEWED)
    _print_link(settings, account, token)
    return 0


def _role(written: str) -> str:
    """Return a role as its id, however its name was written: 'Youth worker' and 'youth-worker' are youth_worker."""
    return "_".join(written.lower().replace("-", " ").replace("_", " ").split())


def run_role(arguments: argparse.Namespace) -> int:
    """Change a role. Raises CallError where there is no such account."""

    async def change(connection: Any, _keys: StaffKeys, account: Account) -> None:
        await set_role(connection, account.id, Role(arguments.role))

    account, _ = _changed(read_settings(), arguments.name, change, Kind.ROLE_CHANGED, role=arguments.role)
    sys.stdout.write(f"{account.name} is now: {arguments.role}\n")
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Remove an account. Raises CallError where there is no such account."""

    async def remove(connection: Any, _keys: StaffKeys, account: Account) -> None:
        await remove_account(connection, account.id)

    account, _ = _changed(read_settings(), arguments.name, remove, Kind.ACCOUNT_REMOVED)
    sys.stdout.write(f"{account.name} is removed and signed out.\n")
    return 0


def _changed(
    settings: Settings,
    name: str,
    change: Callable[[Any, StaffKeys, Account], Awaitable[Result]],
    kind: Kind,
    **about: str,
) -> tuple[Account, Result]:
    keys, minute = staff_keys(settings), minute_of(datetime.now(UTC))

    async def run(database: Database) -> tuple[Account, Result]:
        async with database.writing() as connection:
            account = await account_of_name(connection, name)
            if account is None:
                raise CallError("There is no account of that name. `sayso staff list` shows those there are.")
            result = await change(connection, keys, account)
            await Trail(keys).note(connection, COMMAND_LINE, kind, minute, account=account.name, **about)
        return account, result

    return _with_database(settings, run)


def _print_link(settings: Settings, account: Account, token: str) -> None:
    here = settings.public_url or f"http://localhost:{settings.port}"
    sys.stdout.write(
        f"For {account.name} ({account.role.value}), shown this once, good for {LINK_MINUTES // 60} hours:\n\n"
        f"  {link_address(here, token)}\n\n"
    )


def _with_database(settings: Settings, action: Callable[[Database], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with opened_database(settings, make=False) as database:
            await check_migrated(database)
            return await action(database)

    return asyncio.run(run())
