"""python-telegram-bot's ConversationHandler, as in its own examples. BENCH_STORE: nothing, or 'pickle', written after every update."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from docs.benchmarks.peers import nine_turns as talk

WORDS = filters.TEXT & ~filters.COMMAND
Context = ContextTypes.DEFAULT_TYPE


async def ask(update: Update, step: str) -> str:
    """Ask what stands at a step; return the step."""
    text, buttons = talk.asked(step)
    rows = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data) for label, data in buttons]])
    await update.effective_message.reply_text(text, reply_markup=rows if buttons else None)
    return step


async def start(update: Update, _context: Context) -> str:
    """Begin."""
    return await ask(update, "consent")


async def pressed(update: Update, context: Context) -> str | int:
    """Take a pressed button."""
    query = update.callback_query
    await query.answer()
    step, _, choice = query.data.partition(":")
    if choice == "no":
        await update.effective_message.reply_text(talk.REFUSED)
        return ConversationHandler.END
    context.user_data[step] = choice
    following = talk.step_after(step)
    if following:
        return await ask(update, following)
    await update.effective_message.reply_text(talk.GOODBYE)
    return ConversationHandler.END


def taking(step: str) -> Any:
    """Return what takes the words written at a step."""

    async def written(update: Update, context: Context) -> str:
        context.user_data[step] = update.message.text
        return await ask(update, talk.step_after(step))

    return written


class WritingEachTime(Application):
    """Writes everything down after every update, rather than once a minute: what was answered is then stored."""

    async def process_update(self, update: object) -> None:
        """Handle one update, then write."""
        await super().process_update(update)
        await self.update_persistence()


def main() -> None:
    """Run until stopped."""
    builder = Application.builder().token(talk.TOKEN).base_url(f"{talk.API_ROOT}/bot")
    stored = talk.STORE == "pickle"
    if stored:
        builder = builder.persistence(PicklePersistence(talk.FOLDER / "talks.pickle"))
        builder = builder.application_class(WritingEachTime)
    application = builder.build()
    states: dict[object, list[Any]] = {
        step: [MessageHandler(WORDS, taking(step))] if step.startswith("question") else [CallbackQueryHandler(pressed)]
        for step in talk.STEPS
    }
    begin = CommandHandler("start", start)
    application.add_handler(
        ConversationHandler([begin], states, [begin], allow_reentry=True, name="talk", persistent=stored)
    )
    application.run_webhook(
        listen="127.0.0.1",
        port=talk.PORT,
        url_path=talk.PATH.lstrip("/"),
        webhook_url=talk.WEBHOOK,
        secret_token=talk.SECRET,
    )


if __name__ == "__main__":
    main()
