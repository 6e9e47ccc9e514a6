"""`communique serve`: the web console."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import (
    USAGE,
    CommandError,
    LogPath,
    broken_lexicon,
    broker_problems,
    err,
    examples,
    load_settings,
    log_path,
    progress,
)
from streams.cli.told import Broker

if TYPE_CHECKING:
    from streams.settings import Settings

INTERRUPTED = 130
PAUSE = 0.2  # seconds between looks at a mirror that fills

_TOKEN = "COMMUNIQUE_TOKEN"  # noqa: S105 - the variable's name


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "serve",
            "serve --from kafka://127.0.0.1:9092",
            "serve --host 0.0.0.0 --token-file /run/secrets/console",
        )
    )(serve)


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8600,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help=f"Holds the token that readers need; else {_TOKEN} may."),
    ] = None,
    broker: Broker = None,
    log: LogPath = None,
) -> None:
    """Show the feed in a web browser: events as they come, search, sources with their evidence, relations, throughput.

    Nothing can be changed there. It reads the log of this machine (communique run), or mirrors the topics of a broker
    into a log in the folder for temporary files (TMPDIR) until it ends. Only this machine can reach it unless --host
    says otherwise, which needs a token of at least 16 characters; what goes to other machines is not encrypted, so put
    a proxy with TLS before it. Programs send the token as `Authorization: Bearer TOKEN`.
    """
    settings = load_settings()
    token = _token(token_file)
    _check(host, token)
    if broker is not None and log is not None:
        raise CommandError("--from and --log are two sources: give one of them", code=USAGE)
    source = _local(settings, log) if broker is None else _mirrored(settings.model_copy(update={"broker": broker}))
    try:
        with source as path:
            _serve(settings, path, host, port, token)
    except KeyboardInterrupt:  # before the server, which ends by it in good order, was there
        raise typer.Exit(INTERRUPTED) from None


def _token(file: Path | None) -> str | None:
    """The token from the file, else from the environment; None where there is none."""
    try:
        return (file.read_text(encoding="utf-8").strip() if file else os.environ.get(_TOKEN, "").strip()) or None
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--token-file: {file} cannot be read", code=USAGE) from error


def _check(host: str, token: str | None) -> None:
    from streams.console.guard import MIN_TOKEN, is_loopback

    hint = f"Make one: openssl rand -hex 24 > token; then --token-file token, or {_TOKEN} in the environment."
    if token is None and not is_loopback(host):
        raise CommandError(f"other machines can reach {host}: it needs a token", hint, USAGE)
    if token is not None and len(token) < MIN_TOKEN:
        raise CommandError(f"the token is shorter than {MIN_TOKEN} characters and can be guessed", hint, USAGE)


@contextmanager
def _local(settings: Settings, log: Path | None) -> Iterator[Callable[[], Path]]:
    """The log on this machine; unless given that of the run that is live, another one when it is promoted."""
    yield lambda: log_path(settings, log)


@contextmanager
def _mirrored(settings: Settings) -> Iterator[Callable[[], Path]]:
    """A log that the broker's topics are copied into while the block lasts; all that they hold now is there."""
    from streams.console.mirror import Mirror

    with TemporaryDirectory(prefix="communique-console-", ignore_cleanup_errors=True) as folder:
        with broker_problems():
            mirror = Mirror(settings, Path(folder))
        try:
            with progress() as bars:
                copied = bars.add_task("mirror", total=mirror.total)
                while not mirror.wait(PAUSE):
                    bars.update(copied, completed=mirror.copied)
            yield lambda: mirror.path
        finally:
            mirror.close()


def _serve(settings: Settings, path: Callable[[], Path], host: str, port: int, token: str | None) -> None:
    import asyncio
    from contextlib import closing

    from streams.console.feed import Feed
    from streams.console.server import application, serve
    from streams.log import LogError
    from streams.names import Names

    def ready(where: str, at: int) -> None:
        shown = f"[{where}]" if ":" in where else where
        err().print(f"The console is at http://{shown}:{at}/  (Ctrl-C ends it)", soft_wrap=True)

    with broken_lexicon():
        names = Names(settings.lexicon)
    try:
        with closing(Feed(path)) as feed:
            asyncio.run(serve(application(feed, names, token), host, port, ready))
    except LogError as error:
        raise CommandError(error, "Make one with: communique run FILES, or give --from kafka://…") from error
    except OSError as error:
        raise CommandError(
            f"cannot listen on {host}:{port} ({error.strerror})", "--port chooses another port."
        ) from error
