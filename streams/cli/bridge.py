"""`communique bridge`: the feed for those who speak no Kafka."""

from __future__ import annotations

import asyncio
import hashlib
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.console import USAGE, CommandError, broker_problems, err, examples, load_settings
from streams.cli.filters import Kinds, Parties, Since, Statuses, Until
from streams.cli.told import known_party
from streams.present.words import counted

if TYPE_CHECKING:
    import ssl

    from streams.settings import Settings

LOOPBACK = "127.0.0.1"

Broker = Annotated[
    str | None,
    typer.Option("--from", metavar="kafka://HOST:PORT", help="The broker; from the settings unless given."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    bridge = typer.Typer(help="Events for those who speak no Kafka.", no_args_is_help=True)
    bridge.command(
        epilog=examples(
            "bridge webhook https://example.org/events --party KAZ",
            "bridge webhook http://127.0.0.1:8000/ --start now --structured",
        )
    )(webhook)
    bridge.command(epilog=examples("bridge sse --port 8080", "bridge sse --allow-origin https://example.org"))(sse)
    app.add_typer(bridge, name="bridge")


def webhook(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where events are posted.")],
    kind: Kinds = None,
    party: Parties = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    start: Annotated[
        str, typer.Option(help="Where a new group begins: beginning, now, or an instant of arrival (ISO 8601, UTC).")
    ] = "beginning",
    follow: Annotated[bool, typer.Option(help="Wait for more at the end of the feed.")] = True,
    group: Annotated[
        str | None,
        typer.Option(help="Consumer group: remembers what was delivered. By default one for each URL."),
    ] = None,
    structured: Annotated[
        bool, typer.Option("--structured", help="CloudEvents in structured mode, all in the body, not in headers.")
    ] = False,
    attempts: Annotated[int, typer.Option(min=0, help="Tries of an event; 0: until it is delivered.")] = 12,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a try may last.")] = 10.0,
    ca: Annotated[
        Path | None,
        typer.Option("--ca", metavar="FILE", help="Trust these authorities (PEM) and not the system's."),
    ] = None,
    dead_letters: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON Lines of what could not be delivered; in the data folder by default."),
    ] = None,
    metrics_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Serve Prometheus metrics on this port of the loopback; 0: no.")
    ] = 0,
    broker: Broker = None,
) -> None:
    """Post each event to a URL, signed, in order, until the receiver takes it (any 2xx).

    The secret is COMMUNIQUE_WEBHOOK_SECRET, or in the file that COMMUNIQUE_WEBHOOK_SECRET_FILE names: make one with
    `echo whsec_$(openssl rand -base64 32)`. Signatures are those of Standard Webhooks: webhook-id, webhook-timestamp,
    webhook-signature. No answer, 408, 425, 429 and 5xx are tried again after 1, 2, 4 … 60 seconds, or as Retry-After
    says; what is refused otherwise, or too often, becomes a dead letter, and the next event follows. After
    a crash an event may come again: with the same webhook-id.
    """
    from streams.bridge.signature import SecretError, Signer
    from streams.bridge.webhook import Counts, DeadLetters, Policy, Webhook

    _check(url)
    settings = _settings(broker)
    try:
        signer = Signer(settings.webhook_secret.get_secret_value())
    except SecretError as error:
        raise CommandError(
            error, "Make one (echo whsec_$(openssl rand -base64 32)) and set COMMUNIQUE_WEBHOOK_SECRET.", USAGE
        ) from error
    trust = _trusted(ca)
    policy = Policy(attempts, timeout, structured=structured)
    counts = Counts()
    path = dead_letters or settings.data_dir / "webhook-rejected.jsonl"
    wanted = {
        "kinds": kind or (),
        "parties": [known_party(each) for each in party or ()],
        "statuses": status or (),
        "since": since,
        "until": until,
        "start": _start(start),
        "follow": follow,
        "group": group or f"communique-webhook-{hashlib.sha256(url.encode()).hexdigest()[:12]}",
        # A consumer that does not poll for longer than this counts as dead: one poll is at most one delivery.
        "max_poll_records": 1,
        "max_poll_interval_ms": int(1000 * (policy.longest + 60)),
    }
    if metrics_port:
        from prometheus_client import start_http_server

        start_http_server(metrics_port, LOOPBACK, counts.registry)
    try:
        with DeadLetters(path) as dead, _feed_problems():
            from streams.bridge.feed import subscribed

            hook = Webhook(url, signer, policy, dead, counts, lambda text: err().print(text, soft_wrap=True), trust)
            rejected = _until_stopped(hook.run(subscribed(settings, **wanted)))
    except OSError as error:
        raise CommandError(
            f"dead letters cannot be written to {path}: {error}", "Name a file: --dead-letters."
        ) from error
    if rejected:
        raise CommandError(f"not delivered: {counted(rejected, 'event')}", f"They are in {path}.")


def sse(
    host: Annotated[str, typer.Option(help="Address to listen on; before others put a proxy with TLS.")] = LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8080,
    connections: Annotated[int, typer.Option(min=1, help="At most so many readers.")] = 100,
    heartbeat: Annotated[float, typer.Option(min=0.1, help="Seconds of silence after which a comment is sent.")] = 15.0,
    allow_origin: Annotated[
        str, typer.Option(metavar="ORIGIN", help="Pages of this origin (or *) may read in a browser.")
    ] = "",
    broker: Broker = None,
) -> None:
    """Serve the feed as Server-Sent Events: GET /events?party=KAZ&kind=meeting&status=held&since=2024-01-01

    Events are named meeting, agreement, figure, withdrawn or switched. A reader that comes back with Last-Event-ID
    gets what it has missed; ?from=beginning gives everything. /live and /metrics are for operators.
    """
    from streams.bridge.sse import Limits

    with _feed_problems():
        _until_stopped(_serve(_settings(broker), Limits(connections, heartbeat, allow_origin), host, port))


async def _serve(settings: Settings, limits: Any, host: str, port: int) -> int:
    from aiohttp import web

    from streams.bridge.sse import Server

    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    server = Server(settings, limits, lambda error: None if failed.done() else failed.set_exception(error))
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=2.0)
    try:
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise CommandError(error, "Choose another --port or --host.") from error
        name, number = runner.addresses[0][:2]
        err().print(f"events at http://{name}:{number}/events", soft_wrap=True)
        await failed
    finally:
        await runner.cleanup()
    return 0


def _until_stopped(work: Coroutine[Any, Any, int]) -> int:
    """Run the work; SIGTERM ends it in good order, and gives 0."""

    async def run() -> int:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        stopped = []

        def stop() -> None:
            stopped.append(True)
            task.cancel()

        loop.add_signal_handler(signal.SIGTERM, stop)
        try:
            return await task
        except asyncio.CancelledError:
            if stopped:
                return 0
            raise

    return asyncio.run(run())


@contextmanager
def _feed_problems() -> Iterator[None]:
    """CommandError where the feed cannot be read; Ctrl-C ends the command with 130."""
    from schemas.client import FeedError

    try:
        with broker_problems():
            yield
    except FeedError as error:
        raise CommandError(error, "Is the broker running (make up), and COMMUNIQUE_TOPIC_PREFIX right?") from error
    except KeyboardInterrupt:
        err().print("Stopped.")
        raise typer.Exit(130) from None


def _settings(broker: str | None) -> Settings:
    settings = load_settings()
    return settings.model_copy(update={"broker": broker}) if broker else settings


def _check(url: str) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError(f"{url!r} is no URL of a webhook", "It begins with https:// or http://.", USAGE)
    if parts.username or parts.password:
        raise CommandError(
            "the URL holds a user or a password", "Requests are signed: the receiver needs neither.", USAGE
        )


def _trusted(ca: Path | None) -> ssl.SSLContext:
    """What a receiver's certificate is checked against: the authorities of the file, or the system's."""
    import ssl

    try:
        return ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise CommandError(
            f"--ca: no certificates can be read from {ca} ({error})", "Give a PEM file.", USAGE
        ) from None


def _start(text: str) -> Any:
    """`beginning`, `now` or an instant, as `subscribe` takes it."""
    from datetime import UTC

    if text in ("beginning", "now"):
        return text
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--start: {text!r} is no instant", "Give beginning, now or 2024-01-31T12:00.", USAGE
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
