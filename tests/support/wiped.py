"""Wiping in tests: on PostgreSQL it waits for everybody who writes on the server, and other tests may write there too."""

from bot.wiping import wiped
from storage.database import Database
from tests.support.telegram_people import until


async def wipe_in_the_end(database: Database) -> None:
    """Wipe a database; on PostgreSQL as often as it takes, as the running program does."""
    if database.is_sqlite:
        assert await wiped(database)
        return
    await until(lambda: wiped(database), "wiping once nobody else writes")
