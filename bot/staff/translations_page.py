"""Answers in another language than English, for leads and analysts: each with a box for what it says in English.

The translation stands beside the answer and never over it, is redacted as the answer was, and goes with it. Who was shown
answers here, and who translated, is in the audit trail; no address on these pages says which answer it is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.figures.labels import Labels
from bot.staff.site import Site
from conversations.redaction import redact_safely
from conversations.script import Script
from conversations.words import ANSWER_LIMIT, clean, has_something
from storage.accounts import Role
from storage.answer_translations import Foreign, foreign_answers, put_translation
from storage.audit import Kind
from storage.moments import day_of

TRANSLATIONS_PATH = "/translations"
DONE = "/done"
ROLES = (Role.LEAD, Role.ANALYST)
ON_A_PAGE = 10
MOST_PAGES = 10_000
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ps", "ckb", "ur", "he"})
"""Languages written from right to left, among those that can be told apart."""


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One answer as the page shows it; `wrong` is what is wrong with the words that were sent for it."""

    response_id: str
    question_id: str
    question: str
    words: str
    code: str
    direction: str
    language: str
    draft: str
    wrong: str = ""


def add_translations(site: Site) -> None:
    """Add the pages, and put them in the menu."""
    pages = TranslationPages(site)
    site.add("GET", TRANSLATIONS_PATH, pages.show_first, *ROLES)
    site.add("GET", TRANSLATIONS_PATH + "/{engagement}", pages.show, *ROLES)
    site.add("POST", TRANSLATIONS_PATH + "/{engagement}", pages.keep, *ROLES)
    site.add("GET", TRANSLATIONS_PATH + "/{engagement}" + DONE, pages.show_done, *ROLES)
    site.add("POST", TRANSLATIONS_PATH + "/{engagement}" + DONE, pages.keep_corrected, *ROLES)
    site.add_to_menu(TRANSLATIONS_PATH, "translations.title", *ROLES)


class TranslationPages:
    """Lists what needs a translation, and what has one and may be corrected; keeps what is typed in."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show_first(self, request: web.Request) -> web.Response:
        """Lead to the engagement that people come to by the plain address."""
        script = self._site.engagements.usual(self._site.settings.engagement)
        return await self._list(request, script, done=False)

    async def show(self, request: web.Request) -> web.Response:
        """Show what needs a translation; 404 for an engagement that is not there."""
        return await self._of_engagement(request, done=False)

    async def show_done(self, request: web.Request) -> web.Response:
        """Show what has one."""
        return await self._of_engagement(request, done=True)

    async def keep(self, request: web.Request) -> web.Response:
        """Keep a translation."""
        return await self._keep(request, done=False)

    async def keep_corrected(self, request: web.Request) -> web.Response:
        """Keep a corrected translation."""
        return await self._keep(request, done=True)

    async def _of_engagement(self, request: web.Request, *, done: bool) -> web.Response:
        script = await self._site.engagements.script(request.match_info["engagement"])
        if script is None:
            return self._site.trouble(request, 404, "overview.unknown")
        return await self._list(request, script, done=done)

    async def _keep(self, request: web.Request, *, done: bool) -> web.Response:
        site, form = self._site, self._site.form(request)
        script = await site.engagements.script(request.match_info["engagement"])
        if script is None:
            return site.trouble(request, 404, "overview.unknown")
        response_id, question_id = form.get("response", "")[:32], form.get("question", "")[:40]
        typed = clean(form.get("translation", ""))
        if not has_something(typed) or len(typed) > ANSWER_LIMIT:
            key = "translations.too_long" if has_something(typed) else "translations.empty"
            return await self._list(request, script, done=done, sent=(response_id, question_id, typed, key))
        day = day_of(site.now())
        kept = redact_safely(typed, "", day)
        async with site.database.writing() as connection:
            there = await put_translation(
                connection, script.engagement, response_id, question_id, kept.text, site.who(request).name, day
            )
            if there:
                await site.note(
                    connection, request, Kind.TRANSLATED, engagement=script.engagement, question=question_id
                )
        said = "gone" if not there else "saved" if kept.text == typed else "redacted"
        return site.go(f"{TRANSLATIONS_PATH}/{script.engagement}{DONE if done else ''}?said={said}")

    async def _list(
        self,
        request: web.Request,
        script: Script,
        *,
        done: bool,
        sent: tuple[str, str, str, str] | None = None,
    ) -> web.Response:
        site, number = self._site, page_number(request.query.get("page", ""))
        before = (number - 1) * ON_A_PAGE
        async with site.database.writing() as connection:
            found = await foreign_answers(connection, script.engagement, ON_A_PAGE + 1, before=before, translated=done)
            if found:
                await site.note(connection, request, Kind.SHOWN_TO_TRANSLATE, engagement=script.engagement)
        items = self._items(script, found[:ON_A_PAGE], sent)
        said = request.query.get("said", "")
        path = f"/staff{TRANSLATIONS_PATH}/{script.engagement}"
        return site.render(
            request, "translations.html", status=400 if sent else 200, title=site.texts.say("translations.title"),
            engagement=script, others=await site.engagements.named(script.engagement), over=site.engagements.notice(script),
            items=items, done=done, path=path, here=path + (DONE if done else ""), number=number,
            more=len(found) > ON_A_PAGE, said=SAID.get(said, ""), root=f"/staff{TRANSLATIONS_PATH}",
            errors=[{"text": item.wrong, "href": f"#translation-{place}"} for place, item in enumerate(items, 1) if item.wrong],
        )  # fmt: skip

    def _items(
        self, script: Script, found: Sequence[Foreign], sent: tuple[str, str, str, str] | None
    ) -> Sequence[Item]:
        labels = Labels(script, self._site.texts, {})
        wrong = {sent[:2]: sent[2:]} if sent else {}
        return [self._item(one, labels, wrong) for one in found]

    def _item(self, one: Foreign, labels: Labels, wrong: Mapping[tuple[str, str], tuple[str, str]]) -> Item:
        draft, key = wrong.get((one.response_id, one.question_id), (one.translation, ""))
        return Item(
            response_id=one.response_id,
            question_id=one.question_id,
            question=labels.question(one.question_id),
            words=one.words,
            code=one.written_in.language,
            direction="rtl" if one.written_in.language in RIGHT_TO_LEFT else "ltr",
            language=self._site.texts.say(
                f"translations.{one.written_in.how}", language=labels.of("written_in", one.written_in.language)
            ),
            draft=draft,
            wrong=self._site.texts.say(key) if key else "",
        )


SAID = {"saved": "translations.saved", "redacted": "translations.redacted", "gone": "translations.gone"}
"""What is said after a translation was sent, by the word in the address."""


def page_number(asked: str) -> int:
    """Return which page is asked for, the first for anything that is no number of one."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(MOST_PAGES)) else 1
    return max(number, 1)
