"""The worker: one process over Kafka, from the first connection to the last commit."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import structlog
from faust.exceptions import ConsistencyError
from kafka.errors import KafkaError

from streams.app import make_app
from streams.kafka import admin
from streams.kafka.connection import BrokerAddressError, BrokerUnreachableError, bootstrap_servers, connect
from streams.kafka.datadir import DataFolderError, discard_tables, keep_tables_of, worker_folder
from streams.kafka.exits import Exit, abort
from streams.kafka.faust_fixes import ExactApp
from streams.kafka.logs import UnknownLevelError, configure
from streams.kafka.owners import Tables
from streams.kafka.pages import answer
from streams.kafka.tables import DISK_ADVICE, is_disk_error
from streams.kafka.watch import is_ready
from streams.kafka.web import PortTakenError, WebServer
from streams.metrics import Metrics
from streams.pipeline import ruleset, stages, tables
from streams.settings import Settings
from streams.stage import Stage

log = structlog.get_logger("communique.worker")

PATIENCE_SECONDS = 60.0
"""How long a worker waits for the broker and for topics before it gives up: they often start together."""
STOP_SECONDS = 9.0
"""From a signal to the end; a supervisor kills after ten."""
DEAF_SECONDS = 60.0
"""An event loop that has not turned for so long counts as stuck."""


class TopicsMissingError(RuntimeError):
    """Topics that the worker reads or writes are not on the broker."""


_CODES: dict[type[Exception], Exit] = {
    UnknownLevelError: Exit.USAGE,
    BrokerAddressError: Exit.USAGE,
    DataFolderError: Exit.USAGE,
    PortTakenError: Exit.USAGE,
    BrokerUnreachableError: Exit.NO_BROKER,
    TopicsMissingError: Exit.NO_TOPICS,
    admin.TopicRefusedError: Exit.NO_TOPICS,
}


_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def run(settings: Settings, patience: float = PATIENCE_SECONDS, chain: Sequence[Stage] | None = None) -> int:
    """Work until SIGTERM or SIGINT; returns the exit code (`Exit`).

    Waits `patience` seconds for the broker and its topics. `chain`: the stages, those of the feed unless given.
    """
    try:
        configure(settings.log_level, as_json=settings.log_json)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        bootstrap_servers(settings.broker)  # a mistake is told at once, before the stages take their seconds to load
        return _run(settings, patience, chain)
    except KeyboardInterrupt:
        log.info("stopped before it had started")
        return Exit.OK
    except tuple(_CODES) as error:
        return _give_up(error)
    except OSError as error:
        if error.errno not in _DISK_FULL:
            raise
        return _no_room(error)


def _give_up(error: Exception) -> int:
    log.error(str(error))
    return _CODES[type(error)]


def _no_room(error: BaseException) -> int:
    log.error(DISK_ADVICE, error=str(error))
    return Exit.DISK


def _run(settings: Settings, patience: float, chain: Sequence[Stage] | None) -> int:
    with worker_folder(settings.data_dir) as folder:
        chain = tuple(chain or (*stages(settings), *tables()))
        prepare(settings, chain, folder, patience)
        metrics = Metrics(_version(), ruleset(chain))
        # Not uvloop: Faust's consumer thread and its main thread call into each other's event loops without the
        # locks that uvloop needs; now and then it crashed the process in a rebalance.
        return asyncio.run(_serve(settings, chain, metrics, folder))


def prepare(settings: Settings, chain: Sequence[Stage], folder: Path, patience: float) -> None:
    """Wait until broker and topics are there, make the tables' topics, drop tables of other topics.

    Raises BrokerUnreachableError, TopicsMissingError, TopicRefusedError.
    """
    deadline = time.monotonic() + patience
    client = connect(
        settings,
        patience=patience,
        waiting=lambda pause: log.info("waiting for the broker", broker=settings.broker, seconds=pause),
    )
    with contextlib.closing(client):
        try:
            _wait_for_topics(client, settings, deadline)
            changelogs = admin.changelogs(settings, tuple(chain), settings.application)
            admin.create(client, changelogs)
            if keep_tables_of(folder, admin.identity(client, changelogs)):
                log.warning("the tables here belong to other topics; they are read anew")
        except KafkaError as error:
            raise BrokerUnreachableError(f"the broker at {settings.broker} fails: {error}") from error


def _wait_for_topics(client: Any, settings: Settings, deadline: float) -> None:
    pause = 0.5
    while True:
        found = admin.inspect(client, admin.wanted(settings))
        missing = [topic.name for topic in found if not topic.exists]
        if not missing:
            break
        if time.monotonic() + pause > deadline:
            raise TopicsMissingError(
                f"topics are missing on {settings.broker}: {', '.join(missing)}. `communique topics create` makes them."
            )
        log.info("waiting for topics", missing=missing, seconds=pause)
        time.sleep(pause)
        pause = min(pause * 2, 5.0)
    for topic in found:
        for difference in topic.differences:
            log.warning("a topic is not as configured", topic=topic.name, difference=difference)


async def _serve(settings: Settings, chain: Sequence[Stage], metrics: Metrics, folder: Path) -> int:
    (folder / "faust").mkdir(exist_ok=True)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _on_signal, stopping, signal.Signals(number).name)
    turned = [time.monotonic()]
    apps: list[ExactApp] = []
    web = WebServer(
        settings.web_host,
        settings.web_port,
        metrics.registry,
        live=lambda: time.monotonic() - turned[0] < DEAF_SECONDS,
        ready=lambda: bool(apps) and is_ready(apps[0]),
    )
    with web:
        address = web_url(settings, web.port)
        app = make_app(settings, chain, metrics, folder / "faust", address)
        apps.append(app)
        tables = Tables(app, dict(app.tables))
        web.tables = lambda target: answer(target, tables)
        log.info("worker starts", broker=settings.broker, group=settings.application, web=address, data=str(folder))
        app.on_startup_finished = _announce
        turning = asyncio.create_task(_turn(turned))
        starting = asyncio.create_task(app.start())
        signalled = asyncio.create_task(stopping.wait())
        ended = asyncio.create_task(_ended(app, starting))
        await asyncio.wait({signalled, ended}, return_when=asyncio.FIRST_COMPLETED)
        error = await _stop(app, starting)
        for task in (turning, signalled, ended):
            task.cancel()
    return _verdict(error, folder)


def web_url(settings: Settings, port: int) -> str:
    """Where other workers, and people, reach the web port that listens on `port`."""
    if settings.web_url:
        return settings.web_url.rstrip("/")
    host = socket.gethostname() if settings.web_host in ("0.0.0.0", "::") else settings.web_host  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _on_signal(stopping: asyncio.Event, name: str) -> None:
    if stopping.is_set():
        return
    log.info("stopping", signal=name)
    stopping.set()
    # A thread: a stuck event loop must not keep the worker from ending.
    guard = threading.Timer(
        STOP_SECONDS,
        lambda: abort(Exit.UNFINISHED, "could not stop in time; what is not committed will be read again"),
    )
    guard.daemon = True
    guard.start()


async def _announce() -> None:
    log.info("worker ready")


async def _turn(turned: list[float]) -> None:
    while True:
        turned[0] = time.monotonic()
        await asyncio.sleep(1.0)


async def _ended(app: ExactApp, starting: asyncio.Task[None]) -> None:
    await asyncio.wait({starting})
    if starting.exception() is None:
        await app.wait_until_stopped()


async def _stop(app: ExactApp, starting: asyncio.Task[None]) -> BaseException | None:
    """Stop the application; returns what it had crashed of."""
    await app.stop()
    starting.cancel()
    await asyncio.wait({starting})
    return app.crash_reason or (None if starting.cancelled() else starting.exception())


def _verdict(reason: BaseException | None, folder: Path) -> int:
    if reason is None:
        log.info("worker has stopped")
        return Exit.OK
    if isinstance(reason, ConsistencyError):
        discard_tables(folder)
        log.error(
            "the tables here are ahead of their topics; they were thrown away and are read anew at the next start"
        )
    if is_disk_error(reason):
        return _no_room(reason)
    log.error("worker has crashed", exc_info=reason)
    return Exit.CRASHED


def _version() -> str:
    try:
        return version("communique")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(run(Settings()))
