import asyncio

from bot.reading_ahead import read_ahead
from conversations.reading import Problems
from conversations.safeguarding.detector import Detector
from tests.safeguarding.small_languages import files_of


def small_detector() -> Detector:
    return Detector({code: files_of(code, [f"{code}hit me"]) for code in ("aa", "bb", "cc")}, Problems())


async def test_the_rules_of_every_language_are_made_ready() -> None:
    detector = small_detector()
    await read_ahead(detector, detector.codes, after=0, between=0)
    assert set(detector._ready) == set(detector.codes)


async def test_what_was_ready_before_stays_as_it_is() -> None:
    detector = small_detector()
    asked_before = detector.language("bb")
    await read_ahead(detector, detector.codes, after=0, between=0)
    assert detector.language("bb") is asked_before


async def test_stopping_waits_for_no_language() -> None:
    detector = small_detector()
    ahead = asyncio.create_task(read_ahead(detector, detector.codes, after=600, between=600))
    await asyncio.sleep(0)
    ahead.cancel()
    await asyncio.wait([ahead])
    assert ahead.cancelled()
    assert not detector._ready
