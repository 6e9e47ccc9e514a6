"""What the feed tells: the records that hold, from the log on this machine or from a broker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import USAGE, CommandError, broken_lexicon, broker_problems, load_settings, log_path, opened

if TYPE_CHECKING:
    from schemas.topics import Topic
    from streams.settings import Settings

Broker = Annotated[
    str | None,
    typer.Option("--from", metavar="kafka://HOST:PORT", help="Read from this broker instead of the log."),
]


def records(topics: Sequence[Topic], log: Path | None, broker: str | None) -> Iterator[tuple[str, bytes]]:
    """Keys and values of the records of compacted topics that hold; CommandError where they cannot be read."""
    settings = load_settings()
    if broker is None:
        with opened(log_path(settings, log), create=False) as store:
            for topic in topics:
                yield from ((each.key, each.value) for each in store.fold(topic) if each.value is not None)
    else:
        with broker_problems():
            yield from _from_broker(settings.model_copy(update={"broker": broker}), topics)


def record(topic: Topic, key: str, log: Path | None, broker: str | None) -> bytes | None:
    """The value of the record under the key; None where there is none."""
    if broker is not None:
        return next((value for name, value in records([topic], log, broker) if name == key), None)
    with opened(log_path(load_settings(), log), create=False) as store:
        last = store.last(topic, key)
        return last.value if last else None


def known_party(party: str) -> str:
    """The code that the party is or names; CommandError where no country or organisation of the lexicon has it."""
    from streams.names import Names

    with broken_lexicon():
        names = Names(load_settings().lexicon)
    code = names.code(party)
    if code not in names.by_code:
        near = names.like(party)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        advice = f"{hint}Give a code (KAZ of ISO 3166, org:EU) or an English name (Kazakhstan)."
        raise CommandError(f"unknown party {party!r}", advice, USAGE)
    return code


def _from_broker(settings: Settings, topics: Sequence[Topic]) -> Iterator[tuple[str, bytes]]:
    from streams.kafka.read import fold, read
    from streams.kafka.runs import live

    run = live(settings)
    for topic in topics:
        for key, each in sorted(fold(read(settings, [run.topic(topic)])).items(), key=lambda item: item[0] or b""):
            if each.value is not None:
                yield (key or b"").decode(errors="replace"), each.value
