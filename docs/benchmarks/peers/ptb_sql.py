"""python-telegram-bot with SQLAlchemy: one session and one commit a turn, in order within a chat, the reply after the commit."""

import asyncio
from collections import defaultdict
from typing import Any

from sqlalchemy import BigInteger, String, Text, event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from docs.benchmarks.peers import nine_turns as talk

AT_ONCE = 256


class Table(DeclarativeBase):
    """What both tables share."""


class Place(Table):
    """Where a chat is."""

    __tablename__ = "places"
    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(20))


class Answer(Table):
    """What was answered at one step."""

    __tablename__ = "answers"
    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    words: Mapped[str] = mapped_column(Text)


engine = create_async_engine(f"sqlite+aiosqlite:///{talk.FOLDER}/talks.db")
session = async_sessionmaker(engine, expire_on_commit=False)
one_at_a_time: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)


@event.listens_for(engine.sync_engine, "connect")
def make_durable(connection: Any, _record: object) -> None:
    """Use the settings that a careful guide names: a log of its own, every commit on the disk."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}").close()


async def turn(chat: int, said: str) -> tuple[str, talk.Buttons]:
    """Store what was said and return what to say."""
    async with session() as database:
        place = await database.get(Place, chat)
        if place is None:
            place = Place(chat=chat, step="")
            database.add(place)
        if said == "/start" or not place.step:
            place.step = "consent"
        elif said == "consent:no":
            place.step = ""
        else:
            await database.merge(Answer(chat=chat, step=place.step, words=said))
            place.step = talk.step_after(place.step)
        await database.commit()
        step = place.step
    if step:
        return talk.asked(step)
    return (talk.REFUSED if said == "consent:no" else talk.GOODBYE), ()


async def take(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Take one update."""
    chat = update.effective_chat.id
    async with one_at_a_time[chat]:
        if update.callback_query:
            await update.callback_query.answer()
        said = update.callback_query.data if update.callback_query else update.message.text
        text, buttons = await turn(chat, said)
        rows = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data) for label, data in buttons]])
        await context.bot.send_message(chat, text, reply_markup=rows if buttons else None)


async def make_tables(_application: object) -> None:
    """Make the tables where they are not there yet."""
    async with engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)


def main() -> None:
    """Run until stopped."""
    builder = Application.builder().token(talk.TOKEN).base_url(f"{talk.API_ROOT}/bot")
    application = builder.concurrent_updates(AT_ONCE).post_init(make_tables).build()
    application.add_handler(MessageHandler(filters.TEXT, take))
    application.add_handler(CallbackQueryHandler(take))
    application.run_webhook(
        listen="127.0.0.1",
        port=talk.PORT,
        url_path=talk.PATH.lstrip("/"),
        webhook_url=talk.WEBHOOK,
        secret_token=talk.SECRET,
    )


if __name__ == "__main__":
    main()
