"""Makes the receipt of a response, and tells its value again. Nothing that is stored of one tells its words."""

from datetime import date

from sqlalchemy import select

from storage.anonymity import ReceiptKeys
from storage.prepared import AnyConnection, Prepared, given, rows, run
from storage.tables import ReceiptRow

ALIKE = 8
"""How many times a receipt is made anew because another response has the same words; once is a marvel already."""

NUMBER = Prepared(lambda _: select(ReceiptRow.number).where(ReceiptRow.response_id == given("response_id")))
MAKE = Prepared(
    lambda dialect: (
        dialect.insert(ReceiptRow)
        .values(
            receipt_hash=given("receipt_hash"),
            response_id=given("response_id"),
            number=given("number"),
            made_on=given("day"),
        )
        .on_conflict_do_nothing(index_elements=[ReceiptRow.receipt_hash])
    )
)


async def issue_receipt(connection: AnyConnection, keys: ReceiptKeys, response_id: str, day: date) -> None:
    """Make the receipt of a response, where it has none yet."""
    if await receipt_value(connection, keys, response_id) is not None:
        return
    for number in range(ALIKE):
        receipt_hash = keys.hashed(keys.value(response_id, number))
        values = {"receipt_hash": receipt_hash, "response_id": response_id, "number": number, "day": day}
        if await run(connection, MAKE, values) == 1:
            return
    raise RuntimeError("no receipt could be made: the hashes of receipts cannot be right")


async def receipt_value(connection: AnyConnection, keys: ReceiptKeys, response_id: str) -> int | None:
    """Return the value of a response's receipt, None where none was shown yet."""
    for (number,) in await rows(connection, NUMBER, {"response_id": response_id}):
        return keys.value(response_id, number)
    return None
