"""No commit goes ahead of what is still on its way to the broker."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from streams.kafka.deliveries import Deliveries


def test_settling_waits_for_what_was_sent_before_and_not_for_what_is_sent_meanwhile() -> None:
    async def scenario() -> None:
        deliveries = Deliveries(pytest.fail)
        first: asyncio.Future[Any] = asyncio.Future()
        deliveries.add(first)
        settling = asyncio.create_task(deliveries.settle())
        await asyncio.sleep(0)
        deliveries.add(asyncio.Future())
        assert not settling.done()
        first.set_result(None)
        await asyncio.wait_for(settling, 1)
        assert len(deliveries) == 1

    asyncio.run(scenario())


def test_a_failed_delivery_is_told_at_once_and_fails_the_settling() -> None:
    async def scenario() -> None:
        told: list[BaseException] = []
        deliveries = Deliveries(told.append)
        delivery: asyncio.Future[Any] = asyncio.Future()
        deliveries.add(delivery)
        settling = asyncio.create_task(deliveries.settle())
        await asyncio.sleep(0)
        delivery.set_exception(TimeoutError("no broker"))
        with pytest.raises(TimeoutError):
            await settling
        assert [str(error) for error in told] == ["no broker"]

    asyncio.run(scenario())


def test_a_settling_that_is_cancelled_cancels_no_delivery() -> None:
    async def scenario() -> None:
        deliveries = Deliveries(pytest.fail)
        delivery: asyncio.Future[Any] = asyncio.Future()
        deliveries.add(delivery)
        settling = asyncio.create_task(deliveries.settle())
        await asyncio.sleep(0)
        settling.cancel()
        await asyncio.wait({settling})
        assert not delivery.cancelled()

    asyncio.run(scenario())
