"""`communique diff`: what two runs tell differently."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.console import Json, emit, err, examples, load_settings, out
from streams.cli.places import Broker, log_problems, runs_at
from streams.present.words import clean, what, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from streams.replay.diff import Diff
    from streams.replay.runs import Events, Runs

WIDTH = 60  # characters of a slot's value in an example

Side = Annotated[str, typer.Argument(help="A run, `live` (what subscribers read) or `main` (the feed's own topics).")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples("diff live new-rules", "diff may new-rules --examples 20", "diff live new-rules --json")
    )(diff)


def diff(
    old: Side,
    new: Side,
    count: Annotated[int, typer.Option("--examples", "-n", min=0, help="Show so many events of each kind.")] = 5,
    broker: Broker = None,
    json: Json = False,
) -> None:
    """Show which events a run adds, loses and changes, slot by slot.

    An event of another ruleset that tells the same is the same. One whose id alone is new, as its first report is,
    counts as changed. With --json a line for each event that differs, then one with the counts.
    """
    from streams.replay.diff import diff as compare
    from streams.replay.runs import known

    with log_problems():
        runs = runs_at(load_settings(), broker, old, new)
        names = [known(runs, name) for name in (old, new)]
        before, after = (runs.events(name) for name in names)
    found = {topic: compare(before[topic], after[topic]) for topic in before}
    if json:
        emit(_lines(found, before, after))
        return
    _remarks(runs, names)
    _table(found)
    for topic, each in found.items():
        _examples(out(), each, before[topic], after[topic], count)


def _remarks(runs: Runs, names: list[str]) -> None:
    """Say where the two do not stand on the same articles: what differs need not come of the rules then."""
    for name in names:
        run = runs.find(name)
        if run is not None and run.state != "done":
            err().print(f"{name} is not done: what it has not read yet is missing.")
        if run is not None and not run.whole:
            err().print(f"{name} holds only what arrived within a time: all else is missing from it.")


def _table(found: dict[str, Diff]) -> None:
    from rich.table import Table

    shown = Table("topic", box=None, pad_edge=False, header_style="bold")
    for name in ("added", "lost", "changed", "same"):
        shown.add_column(name, justify="right")
    for topic, each in found.items():
        shown.add_row(topic, str(len(each.added)), str(len(each.lost)), str(len(each.changed)), str(each.same))
    console = out()
    console.print(shown)
    slots = sum((each.slots() for each in found.values()), Counter[str]())
    if slots:
        console.print("changed slots: " + ", ".join(f"{slot} {count}" for slot, count in slots.most_common()))


def _examples(console: Console, found: Diff, old: dict[str, bytes], new: dict[str, bytes], count: int) -> None:
    import orjson

    for title, keys, side in (("added", found.added, new), ("lost", found.lost, old)):
        for key in keys[:count]:
            console.print(f"\n{title} {key}  {_event(orjson.loads(side[key]))}", soft_wrap=True)
    for each in found.changed[:count]:
        was = f" (was {each.before})" if each.before else ""
        console.print(f"\nchanged {each.event_id}{was}  {_event(orjson.loads(new[each.event_id]))}", soft_wrap=True)
        for slot, (before, after) in each.slots.items():
            console.print(f"  {slot}: {_short(before)} → {_short(after)}", soft_wrap=True)


def _event(event: dict[str, Any]) -> str:
    return f"{when(event)}  {' '.join(event['parties'])}  {clean(what(event))}"


def _short(value: object) -> str:
    """A slot's value in so many characters; of a long list how many there are."""
    import orjson

    if value is None:
        return "nothing"
    text = clean(orjson.dumps(value).decode())
    if len(text) <= WIDTH:
        return text
    return f"{len(value)} entries" if isinstance(value, list) else text[: WIDTH - 1] + "…"


def _lines(found: dict[str, Diff], old: Events, new: Events) -> Iterator[bytes]:
    import orjson

    for topic, each in found.items():
        for key in each.added:
            yield orjson.dumps({"change": "added", "topic": topic, "event": orjson.loads(new[topic][key])})
        for key in each.lost:
            yield orjson.dumps({"change": "lost", "topic": topic, "event": orjson.loads(old[topic][key])})
        for changed in each.changed:
            slots = {slot: {"old": before, "new": after} for slot, (before, after) in changed.slots.items()}
            was = {"was": changed.before} if changed.before else {}
            yield orjson.dumps(
                {"change": "changed", "topic": topic, "event_id": changed.event_id, **was, "slots": slots}
            )
    counts = {
        topic: {"added": len(each.added), "lost": len(each.lost), "changed": len(each.changed), "same": each.same}
        for topic, each in found.items()
    }
    yield orjson.dumps({"change": "none", "counts": counts})
