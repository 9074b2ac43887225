"""aiogram's finite states, as in its own examples. BENCH_STORE: 'memory', 'redis' or 'sqlite'."""

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiogram_sqlite_storage.sqlitestore import SQLStorage
from aiohttp import web

from docs.benchmarks.peers import nine_turns as talk


class Step(StatesGroup):
    """Where a chat is."""

    consent = State()
    age = State()
    question_1 = State()
    question_2 = State()
    question_3 = State()
    question_4 = State()
    question_5 = State()
    sending = State()


STATES = dict(zip(talk.STEPS, Step.__states__, strict=True))
router = Router()


async def ask(message: Message, state: FSMContext, step: str) -> None:
    """Go to a step and ask what stands there."""
    await state.set_state(STATES[step])
    text, buttons = talk.asked(step)
    rows = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in buttons]]
    )
    await message.answer(text, reply_markup=rows if buttons else None)


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Begin."""
    await ask(message, state, "consent")


def taking_press(step: str) -> Any:
    """Return what takes a button that is pressed at a step."""

    async def pressed(query: CallbackQuery, state: FSMContext) -> None:
        await query.answer()
        choice = query.data.partition(":")[2]
        if choice == "no":
            await state.clear()
            await query.message.answer(talk.REFUSED)
            return
        await state.update_data({step: choice})
        following = talk.step_after(step)
        if following:
            await ask(query.message, state, following)
            return
        # The data stays: it is what was answered.
        await state.set_state(None)
        await query.message.answer(talk.GOODBYE)

    return pressed


def taking_words(step: str) -> Any:
    """Return what takes the words written at a step."""

    async def written(message: Message, state: FSMContext) -> None:
        await state.update_data({step: message.text})
        await ask(message, state, talk.step_after(step))

    return written


for name, where in STATES.items():
    if name.startswith("question"):
        router.message(where, F.text)(taking_words(name))
    else:
        router.callback_query(where)(taking_press(name))


def storage() -> BaseStorage:
    """Return what the talks are kept in."""
    match talk.STORE:
        case "redis":
            return RedisStorage.from_url(talk.REDIS)
        case "sqlite":
            return SQLStorage(str(talk.FOLDER / "talks.db"), serializing_method="json")
    return MemoryStorage()


async def main() -> None:
    """Run until stopped."""
    bot = Bot(talk.TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(talk.API_ROOT)))
    dispatcher = Dispatcher(storage=storage())
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=talk.SECRET).register(app, path=talk.PATH)
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", talk.PORT).start()
    await bot.set_webhook(talk.WEBHOOK, secret_token=talk.SECRET)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
