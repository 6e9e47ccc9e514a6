"""Delivers events to a webhook: one after the other, so that the receiver sees each event's last state last."""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import aiohttp
import orjson
from prometheus_client import CollectorRegistry, Counter, Histogram

from schemas.client import Subscription, Switched
from streams.bridge.cloudevent import CloudEvent, from_record, switched
from streams.bridge.signature import Signer

AGAIN = frozenset({408, 425, 429})
"""Refusals that may pass; so may all of 500 and above."""
_FIRST_PAUSE = 1.0
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Policy:
    """How often an event is tried (0: until it is delivered), how long one try and one pause last, in seconds."""

    attempts: int = 12
    timeout: float = 10.0
    longest_pause: float = 60.0
    structured: bool = False

    def pauses(self) -> Iterator[float]:
        """The pauses between tries: 1, 2, 4 … seconds."""
        pause, tried = _FIRST_PAUSE, 1
        while self.attempts == 0 or tried < self.attempts:
            yield min(pause, self.longest_pause)
            pause, tried = min(pause * 2, self.longest_pause), tried + 1

    @property
    def longest(self) -> float:
        """The most seconds that an event may take; a day where there is no end."""
        if self.attempts == 0:
            return 86_400.0
        return self.attempts * self.timeout + sum(max(pause, self.longest_pause) for pause in self.pauses())


class Counts:
    """What Prometheus sees of a webhook."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "communique_webhook_events", "Events by what became of them", ["outcome"], registry=self.registry
        )
        self.attempts = Counter(
            "communique_webhook_attempts", "Requests by answer: 2xx, 4xx, 5xx, none", ["answer"], registry=self.registry
        )
        self.seconds = Histogram(
            "communique_webhook_request_seconds", "Time until the receiver answers", registry=self.registry
        )
        for outcome in ("delivered", "rejected"):
            self.events.labels(outcome)


class DeadLetters:
    """A file of JSON Lines, one for each event that could not be delivered; on disk when `add` returns.

    Raises OSError where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("ab")

    def add(self, event: CloudEvent, reason: str, attempts: int) -> None:
        """Append the event, why the last try failed, and how many there were."""
        self._file.write(orjson.dumps({"reason": reason, "attempts": attempts, "event": event.whole()}) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@dataclass(frozen=True, slots=True)
class _Answer:
    """A status; 0 stands for no answer. `pause`: the seconds for which the receiver wants to be left alone."""

    status: int
    words: str
    pause: float = 0.0

    @property
    def delivered(self) -> bool:
        return 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        return self.status == 0 or self.status >= 500 or self.status in AGAIN

    @property
    def label(self) -> str:
        return f"{self.status // 100}xx" if self.status else "none"


class Webhook:
    """Posts events to `url`; what it cannot deliver goes to `dead`. `say` is told what goes wrong.

    `trust` says whose certificates are believed; unless given, the system's authorities are.
    """

    def __init__(
        self,
        url: str,
        signer: Signer,
        policy: Policy,
        dead: DeadLetters,
        counts: Counts,
        say: Callable[[str], None],
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._url = url
        self._signer = signer
        self._policy = policy
        self._dead = dead
        self._counts = counts
        self._say = say
        self._trust = trust or ssl.create_default_context()

    async def run(self, subscription: Subscription) -> int:
        """Deliver all that the subscription gives, until it ends; returns how many events were dead letters.

        An event counts as handled when it was delivered or is a dead letter on disk; cancelled in the middle, it
        comes again at the next start, with the same id.
        """
        rejected = 0
        timeout = aiohttp.ClientTimeout(total=self._policy.timeout)
        connector = aiohttp.TCPConnector(ssl=self._trust)
        async with subscription, aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            async for event in _events(subscription):
                rejected += not await self._deliver(session, event)
        return rejected

    async def _deliver(self, session: aiohttp.ClientSession, event: CloudEvent) -> bool:
        pauses = self._policy.pauses()
        attempts = 0
        while True:
            answer = await self._post(session, event)
            attempts += 1
            self._counts.attempts.labels(answer.label).inc()
            if answer.delivered:
                self._counts.events.labels("delivered").inc()
                return True
            pause = next(pauses, None) if answer.may_pass else None
            if pause is None:
                self._dead.add(event, answer.words, attempts)
                self._counts.events.labels("rejected").inc()
                self._say(f"{event.id}: {answer.words}; given up after {attempts} tries, it is a dead letter")
                return False
            pause = max(pause, min(answer.pause, self._policy.longest_pause))
            self._say(f"{event.id}: {answer.words}; again in {pause:g} s")
            await asyncio.sleep(pause)

    async def _post(self, session: aiohttp.ClientSession, event: CloudEvent) -> _Answer:
        headers, body = event.structured() if self._policy.structured else event.binary()
        signed = self._signer.headers(event.id, int(time.time()), body)
        began = time.monotonic()
        try:
            async with session.post(self._url, data=body, headers=headers | signed, allow_redirects=False) as answer:
                words = f"{answer.status} {answer.reason or ''}".strip()
                return _Answer(answer.status, words[:_SHOWN], _seconds(answer.headers.get("retry-after", "")))
        except TimeoutError:
            return _Answer(0, f"no answer within {self._policy.timeout:g} s")
        except (aiohttp.ClientError, OSError) as error:
            return _Answer(0, f"no answer: {error}"[:_SHOWN])
        finally:
            self._counts.seconds.observe(time.monotonic() - began)


async def _events(subscription: Subscription) -> AsyncIterator[CloudEvent]:
    async for item in subscription:
        if isinstance(item, Switched):
            yield switched(item.run, time.time_ns())
        else:
            yield from_record(subscription.record, subscription.run)


def _seconds(retry_after: str) -> float:
    """The pause that a header Retry-After asks for; its form with a date counts as none."""
    return float(retry_after) if retry_after.isdecimal() and len(retry_after) < 6 else 0.0
