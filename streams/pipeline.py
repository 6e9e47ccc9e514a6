"""The chain of stages, what their output depends on, and the step that every shell takes with a message."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, runtime_checkable

import xxhash

import schemas
import streams
from schemas.article import RejectionReason
from schemas.message import Headers, Message
from schemas.topics import (
    ACTORS,
    ARTICLES_CLASSIFIED,
    ARTICLES_DUPLICATE,
    ARTICLES_RAW,
    ARTICLES_REJECTED,
    EVENTS_AGREEMENT,
    EVENTS_FIGURE,
    EVENTS_MEETING,
    RELATIONS,
)
from streams.dedup.stage import Dedup
from streams.extract.stage import Extract
from streams.intake.stage import Intake
from streams.keep.stage import Keep
from streams.resolve.parties import Organisations
from streams.resolve.stage import Resolve
from streams.settings import Settings
from streams.settle.stage import Settle
from streams.stage import ORIGIN, Stage, Step, dead_letter, rejected

_STAGES = ("intake", "settle", "dedup", "extract", "resolve")
_LIBRARIES = ("justext", "lxml", "py3langid", "resiliparse", "trafilatura")
"""What a clean text and its language depend on besides our own code."""


@runtime_checkable
class Fetching(Protocol):
    """A stage that reads rows of its table while it works, so as not to hold them in memory."""

    def bind(self, fetch: Callable[[str], bytes | None]) -> None:
        """Read rows through `fetch`, which sees the writes of every earlier step."""


def stages(settings: Settings) -> tuple[Stage, ...]:
    """The five stages, configured, with empty memories: a shell calls `restore` before the first message."""
    extract = Extract(settings.lexicon)
    return (
        Intake(max_record_bytes=settings.max_record_bytes),
        Settle(),
        Dedup(days=settings.duplicate_days, capacity=settings.duplicate_memory),
        extract,
        Resolve(Organisations(extract.reader.organisations(), extract.reader.words_of_countries())),
    )


def tables() -> tuple[Stage, ...]:
    """The stages that keep tables for those who ask a shell; what the feed says does not depend on them."""
    return (
        Keep(EVENTS_MEETING, "meetings"),
        Keep(EVENTS_AGREEMENT, "agreements"),
        Keep(EVENTS_FIGURE, "figures"),
        Keep(RELATIONS, "relations"),
        Keep(ACTORS, "actors"),
        Keep(ARTICLES_CLASSIFIED, "classifications"),
        Keep(ARTICLES_DUPLICATE, "duplicates"),
        Keep(ARTICLES_REJECTED, "rejections"),
    )


def ruleset(chain: tuple[Stage, ...]) -> str:
    """The version of the rules that reports carry."""
    return next((stage.reader.ruleset for stage in chain if isinstance(stage, Extract)), "")


def rules(settings: Settings) -> dict[str, str]:
    """All that derived topics depend on besides the raw articles: code and data of the stages, libraries, settings.

    Two logs made under equal rules from the same articles are equal; where they differ, a shell that keeps its
    topics has to make them again.
    """
    return {
        "code": _digest(sources()),
        "libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "lexicon": _digest(settings.lexicon.rglob("*") if settings.lexicon else ()),
        "duplicate_days": str(settings.duplicate_days),
        "max_record_bytes": str(settings.max_record_bytes),
    }


def sources() -> tuple[Path, ...]:
    """The files of the stages' code and data, and of what all stages share."""
    home = Path(streams.__file__).parent
    own = (path for stage in _STAGES for path in (home / stage).rglob("*") if "__pycache__" not in path.parts)
    return (*Path(schemas.__file__).parent.glob("*.py"), home / "postings.py", home / "stage.py", *own)


def _digest(paths: Iterable[Path]) -> str:
    """One digest of all the files, by name and content."""
    digest = xxhash.xxh3_128()
    for path in sorted(path for path in paths if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.name}\x1f{len(content)}\x1f".encode())
        digest.update(content)
    return digest.hexdigest()


def origin(topic: str, partition: int, offset: int) -> Headers:
    """Headers that tell where in the log a message stood; a rejection carries them on, nothing else does."""
    return tuple(zip(ORIGIN, (topic.encode(), str(partition).encode(), str(offset).encode()), strict=True))


def restore(stage: Stage, rows: Iterable[tuple[str, bytes]]) -> None:
    """Have the stage remember the rows of its table.

    Without the search for cyclic garbage, which would look again and again through the memory that grows: a third of
    the time for a hundred thousand rows.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        stage.restore(rows)
    finally:
        if collects:
            gc.enable()


def process(stage: Stage, incoming: Message) -> tuple[Step, Exception | None]:
    """What `stage` says to the message, and the exception that it should never have raised.

    A stage that raises has a bug. The feed must neither stop nor lose the record for it, so the record ends as
    a rejection with reason `internal_error`. The stage may then have changed half of its memory: the shell
    has to `restore` it from its table before the next message.
    """
    try:
        return stage.handle(incoming), None
    except Exception as error:  # noqa: BLE001 - whatever a bug raises
        article = None if stage.source is ARTICLES_RAW else incoming.key
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        bug = rejected(incoming.value or b"", RejectionReason.INTERNAL, stage.name, name, article_id=article)
        return Step((dead_letter(bug, incoming),)), error
