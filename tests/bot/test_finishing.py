"""Work in the background is done to its end, and whatever goes wrong with it is said once, in a line of the log."""

import asyncio
import gc
from collections.abc import AsyncIterator

import pytest

from bot.finishing import begin, stop, to_the_end


@pytest.fixture
async def unread() -> AsyncIterator[list[str]]:
    """What asyncio itself has to complain about: errors that nobody read."""
    found: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, about: found.append(about["message"]))
    yield found
    gc.collect()
    await asyncio.sleep(0)
    assert found == []


async def fail_after(go: asyncio.Event) -> None:
    await go.wait()
    raise OSError("what somebody wrote")


@pytest.mark.usefixtures("unread")
async def test_an_error_after_the_stop_is_told_once_and_read(caplog: pytest.LogCaptureFixture) -> None:
    go = asyncio.Event()
    task = asyncio.create_task(to_the_end(fail_after(go)))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()  # it waits for what is under way
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [record.getMessage() for record in caplog.records] == ["work in the background failed: fail_after"]


@pytest.mark.usefixtures("unread")
async def test_an_error_that_somebody_waits_for_is_theirs_alone(caplog: pytest.LogCaptureFixture) -> None:
    go = asyncio.Event()
    go.set()
    with pytest.raises(OSError, match="what somebody wrote"):
        await to_the_end(fail_after(go))
    assert caplog.records == []


@pytest.mark.usefixtures("unread")
async def test_a_task_that_nobody_waits_for_tells_of_its_error_at_once(caplog: pytest.LogCaptureFixture) -> None:
    go = asyncio.Event()
    go.set()
    task = begin(fail_after(go))
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert [record.getMessage() for record in caplog.records] == ["work in the background failed: fail_after"]
    await stop(task)


@pytest.mark.usefixtures("unread")
async def test_a_task_that_is_stopped_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    task = begin(fail_after(asyncio.Event()))
    await asyncio.sleep(0)
    await stop(task)
    assert task.cancelled()
    assert caplog.records == []
