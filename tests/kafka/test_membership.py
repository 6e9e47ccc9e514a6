"""A worker whose part in its consumer group has ended with an error does not sit idle."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from streams.kafka import faust_fixes
from streams.kafka.exits import Exit
from streams.kafka.faust_fixes import ConsumerThread, ExactApp


class EndedError(Exception):
    """Stands for the end of the process."""


def check(folder: Path, failure: Exception | None) -> None:
    """What a worker's thread sees whose part in the group has ended, by `failure` or as it should."""

    async def seen() -> None:
        async def part() -> None:
            if failure:
                raise failure

        task = asyncio.create_task(part())
        await asyncio.wait([task])
        app = ExactApp("test", broker="kafka://127.0.0.1:1", datadir=folder, store="memory://")
        thread = ConsumerThread(app.consumer)
        thread._consumer = SimpleNamespace(_coordinator=SimpleNamespace(_coordination_task=task))
        thread.check_membership()

    asyncio.run(seen())


def test_an_error_in_it_ends_the_worker_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(code: Exit, reason: str, **details: object) -> NoReturn:
        raise EndedError(code, reason, details["error"])

    monkeypatch.setattr(faust_fixes, "abort", end)
    with pytest.raises(EndedError) as ended:
        check(tmp_path, AssertionError("no node"))
    code, _, error = ended.value.args
    assert (code, error) == (Exit.STALLED, "AssertionError('no node')")


def test_its_end_with_the_worker_is_none_of_this(tmp_path: Path) -> None:
    check(tmp_path, None)
