"""What is stored, and what ought to be, in one form that can be compared: as lines of text, in one order."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from conversations.state import ConversationState
from storage.database import Database
from storage.tables import (
    AnswerMessage,
    AnswerRow,
    ConsentRow,
    ConversationRow,
    HandledMessage,
    HeldMessage,
    ReceiptRow,
    ResponseRow,
    SignpostCountRow,
)
from tests.simulation.perfect_machine import Kept, PerfectMachine
from tests.support.stored import rows


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that matters, each part sorted: who is where with which answers, all answers, and three counts."""

    conversations: tuple[str, ...]
    responses: tuple[str, ...]
    signposts: tuple[str, ...]
    handled: int

    def difference(self, ought: "Snapshot") -> str:
        """Return what is stored and should not be (+), and what is not and should be (-)."""
        lines = []
        for part in ("conversations", "responses", "signposts"):
            is_there, should_be = Counter(getattr(self, part)), Counter(getattr(ought, part))
            lines += [f"+ {part}: {line}" for line in (is_there - should_be).elements()]
            lines += [f"- {part}: {line}" for line in (should_be - is_there).elements()]
        if self.handled != ought.handled:
            lines.append(f"handled messages: {self.handled} are stored, {ought.handled} should be")
        return "\n".join(lines)


def what_ought_to_be(machine: PerfectMachine) -> Snapshot:
    """Return what a perfect machine holds."""
    shown = {id(kept): _line(_values_of(kept)) for kept in machine.responses}
    conversations = [
        _line({"state": chat.state.to_json(), "response": shown[id(chat.response)] if chat.response else None})
        for chat in machine.chats.values()
        if chat.state is not None and (chat.response is not None or not chat.state.taking_part)
    ]
    return _snapshot(conversations, shown.values(), machine.signposts, len(machine.handled))


async def what_is_stored(database: Database) -> Snapshot:
    """Return what a database holds. A conversation of which nothing can come any more counts as none."""
    found = {row["id"]: _values_of_row(row) for row in await rows(database, ResponseRow)}
    for consent in await rows(database, ConsentRow):
        found[consent["response_id"]]["consents"][consent["consent"]] = consent["agreed"]
    for answer in await rows(database, AnswerRow):
        mine = _answer(found[answer["response_id"]], answer["question_id"])
        mine["options"], mine["skipped"] = answer["options"], answer["skipped"]
    for message in await rows(database, AnswerMessage):
        _answer(found[message["response_id"]], message["question_id"])["messages"].append(message["words"])
    for message in await rows(database, HeldMessage):
        _answer(found[message["response_id"]], message["question_id"])["held"].append(message["words"])
    for receipt in await rows(database, ReceiptRow):
        found[receipt["response_id"]]["receipt"] = True
    for values in found.values():
        values["answers"] = {name: answer for name, answer in values["answers"].items() if any(answer.values())}
    shown = {response_id: _line(values) for response_id, values in found.items()}
    conversations = [
        _line({"state": row["state"], "response": shown.get(row["response_id"])})
        for row in await rows(database, ConversationRow)
        if row["response_id"] or not ConversationState.from_json(row["state"]).taking_part
    ]
    signposts: Counter[tuple[date, str, str, str]] = Counter()
    for row in await rows(database, SignpostCountRow):
        signposts[row["day"], row["level"], row["urgency"], row["category"]] += row["shown"]
    return _snapshot(conversations, shown.values(), signposts, len(await rows(database, HandledMessage)))


def _snapshot(
    conversations: Iterable[str], responses: Iterable[str], signposts: Counter[tuple[date, str, str, str]], handled: int
) -> Snapshot:
    counted = tuple(sorted(f"{' '.join(map(str, key))}: {shown}" for key, shown in signposts.items()))
    return Snapshot(tuple(sorted(conversations)), tuple(sorted(responses)), counted, handled)


def _values_of(kept: Kept) -> dict[str, Any]:
    answers = {
        name: {
            "messages": answer.messages, "options": list(answer.options), "skipped": answer.skipped, "held": answer.held,
        }
        for name, answer in kept.content.answers.items()
    }  # fmt: skip
    return {
        "status": kept.status,
        "opened_on": kept.opened_on,
        "closed_on": kept.closed_on,
        "kept_until": kept.kept_until,
        "receipt": kept.receipt,
        "consents": {consent.value: agreed for consent, agreed in kept.content.consents.items()},
        "answers": {name: answer for name, answer in answers.items() if any(answer.values())},
    }


def _values_of_row(row: dict[str, Any]) -> dict[str, Any]:
    own = {name: row[name] for name in ("status", "opened_on", "closed_on", "kept_until")}
    return {**own, "receipt": False, "consents": {}, "answers": {}}


def _answer(values: dict[str, Any], question: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"messages": [], "options": [], "skipped": False, "held": []}
    answer: dict[str, Any] = values["answers"].setdefault(question, empty)
    return answer


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
