"""`communique explain`: an article with its reports, slot by slot, and the characters each was read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.console import (
    USAGE,
    CommandError,
    Json,
    LogPath,
    broken_lexicon,
    emit,
    examples,
    load_settings,
    log_path,
    opened,
    out,
)
from streams.cli.sources import find_files, records
from streams.present.highlight import Span, marks, pieces
from streams.present.words import clean, filler

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from schemas.article import CleanArticle, Rejection
    from schemas.report import Reading
    from streams.log import Log
    from streams.settings import Settings

_COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "red")
_QUOTED_CHARACTERS = 60  # of one span; the text above the table has it whole
_TOLD_OTHERWISE = frozenset({"report_id", "article_id", "kind", "rule", "confidence", "ruleset", "evidence"})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples("explain article.txt", "explain articles.jsonl --id d17", "explain 'page:colombo-memoranda'")
    )(explain)


def explain(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A file of articles, - for standard input, or an id in the log.")
    ],
    only: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Of a file, only the article of this id.")
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            "--lexicon", metavar="DIR", exists=True, file_okay=False, help="Tables that extend the bundled ones."
        ),
    ] = None,
    log: LogPath = None,
    json: Json = False,
) -> None:
    """Show why the feed says what it says: the clean text with the evidence marked, then each report's slots.

    A file is read now, with the present rules; an article of the log is shown with the reports that stand there.
    """
    settings = load_settings()
    if lexicon:
        settings = settings.model_copy(update={"lexicon": lexicon})
    if article == "-" or Path(article).exists():
        explained = _from_file(article, only, settings)
    else:
        with opened(log_path(settings, log), create=False) as store:
            explained = iter([_from_log(store, article)])
    console = out()
    for read, reading in explained:
        if json:
            emit(_as_json(read, reading))
        else:
            _show(console, read, reading)


def _from_file(path: str, only: str | None, settings: Settings) -> Iterator[tuple[CleanArticle, Reading]]:
    """The articles of the file, read with the present rules."""
    from schemas.article import CleanArticle, Rejection
    from schemas.message import Message
    from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW
    from streams.extract.stage import Extract
    from streams.intake.stage import Intake
    from streams.pipeline import process

    intake = Intake(max_record_bytes=settings.max_record_bytes)
    with broken_lexicon():
        reader = Extract(settings.lexicon).reader
    found = False
    for record in records(find_files([path]), settings.max_record_bytes):
        sent = process(intake, Message(ARTICLES_RAW, "", record.value))[0].messages[0]
        assert sent.value is not None
        if sent.topic is ARTICLES_CLEAN:
            article = CleanArticle.decode(sent.value)
            if only in (None, article.article_id):
                found = True
                yield article, reader.read(article)[1]
        elif only is None:
            rejection = Rejection.decode(sent.value)
            raise CommandError(f"{record.origin} is no article: {rejection.reason}: {rejection.detail}", code=USAGE)
    if not found:
        wanted = f"no article with the id {only!r}" if only is not None else "no article"
        raise CommandError(f"{path} holds {wanted}", code=USAGE)


def _from_log(store: Log, article_id: str) -> tuple[CleanArticle, Reading]:
    """The article of the log with the reports that stand there."""
    from schemas.article import CleanArticle, DuplicateLink
    from schemas.report import Reading
    from schemas.topics import ARTICLES_DUPLICATE, ARTICLES_UNIQUE, REPORTS, Topic

    def last(topic: Topic) -> bytes | None:
        message = store.last(topic, article_id)
        return message.value if message else None

    article, reading = last(ARTICLES_UNIQUE), last(REPORTS)
    if article is not None and reading is not None:
        return CleanArticle.decode(article), Reading.decode(reading)
    copy = last(ARTICLES_DUPLICATE)
    if copy is not None:
        link = DuplicateLink.decode(copy)
        raise CommandError(
            f"{article_id} is a copy of {link.duplicate_of} ({link.likeness}, {link.similarity:.2f}) and not read",
            f"See the original with: communique explain {link.duplicate_of!r}",
        )
    rejection = _rejection(store, article_id)
    if rejection is not None:
        raise CommandError(
            f"{article_id} is rejected by {rejection.stage}: {rejection.reason}: {rejection.detail}",
            f"It begins: {clean(rejection.sample)}",
        )
    raise CommandError(
        f"there is neither a file nor an article in the log named {article_id!r}",
        "List the articles with: communique tail articles.unique --all",
        USAGE,
    )


def _rejection(store: Log, name: str) -> Rejection | None:
    """Why the record of this id, or the article, is rejected."""
    from schemas.article import Rejection
    from schemas.topics import ARTICLES_REJECTED

    found = [Rejection.decode(message.value) for message in store.fold(ARTICLES_REJECTED) if message.value is not None]
    return next((each for each in found if name in (each.record_id, each.article_id)), None)


def _as_json(article: CleanArticle, reading: Reading) -> Iterator[bytes]:
    """The reports, each piece of evidence with its characters."""
    import orjson

    for report in reading.reports:
        told = report.model_dump(mode="json", exclude_none=True)
        for item in told["evidence"]:
            item["text"] = article.text[item["start"] : item["end"]]
        yield orjson.dumps(told)


def _show(console: Console, article: CleanArticle, reading: Reading) -> None:
    from rich.text import Text

    facts = (article.article_id, article.published_at, article.outlet, article.lang, article.url)
    console.print(Text(clean("  ".join(fact for fact in facts if fact)), style="bold"))
    console.print()
    console.print(_marked(article.text, reading, coloured=console.is_terminal), soft_wrap=not console.is_terminal)
    console.print()
    for number, report in enumerate(reading.reports, 1):
        told = report.model_dump(mode="json", exclude_none=True)
        headline = f"{number}  {report.kind}  {' '.join(report.parties)}"
        console.print(Text(headline, style=f"bold {_colour(number)}"), end="  ")
        console.print(Text(f"rule {report.rule}, confidence {report.confidence:.2f}", style="dim"))
        console.print(_slots(article.text, told))
        console.print()
    if not reading.reports:
        console.print("No meeting, agreement or figure between countries.")


def _colour(number: int) -> str:
    return _COLOURS[(number - 1) % len(_COLOURS)]


def _marked(text: str, reading: Reading, *, coloured: bool) -> Text:
    """The text with its evidence underlined, or between angles where nothing can be coloured."""
    from rich.text import Text

    spans = [
        Span(item.start, item.end, number)
        for number, report in enumerate(reading.reports, 1)
        for item in report.evidence
    ]
    marked = Text()
    for piece in pieces(text, spans):
        lines = "\n".join(clean(line) for line in piece.text.split("\n"))
        if not piece.reports:
            marked.append(lines)
        elif coloured:
            marked.append(lines, style=f"{_colour(piece.reports[0])} underline")
            marked.append(marks(piece.reports), style=_colour(piece.reports[0]))
        else:
            marked.append(f"‹{lines}›{marks(piece.reports)}")
    return marked


def _slots(text: str, report: dict[str, Any]) -> Table:
    """Each slot of the report: what it holds, and the characters that say so."""
    from rich.table import Table

    shown: dict[str, list[str]] = {
        slot: [] for slot, filler in report.items() if filler and slot not in _TOLD_OTHERWISE
    }
    for item in report["evidence"]:
        quoted = " ".join(clean(text[item["start"] : item["end"]]).split())
        if len(quoted) > _QUOTED_CHARACTERS:
            quoted = quoted[:_QUOTED_CHARACTERS] + "…"
        shown.setdefault(item["slot"], []).append(f"“{quoted}” {item['start']}–{item['end']}")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True, min_width=14)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for slot, quotes in shown.items():
        table.add_row(f"   {slot}", clean(filler(slot, report)), "; ".join(quotes))
    return table
