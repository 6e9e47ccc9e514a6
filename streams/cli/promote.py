"""`communique promote`: which run subscribers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import USAGE, CommandError, err, examples, load_settings, out
from streams.cli.places import KAFKA, Broker, log_problems, runs_at

if TYPE_CHECKING:
    from schemas.run import Run


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("promote new-rules", "promote --back"))(promote)


def promote(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A run; `main` is the feed's own topics.")] = None,
    back: Annotated[bool, typer.Option("--back", help="Return to the run that was live before.")] = False,
    broker: Broker = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Have the alias `live`, which subscribers and the other commands follow, stand for a run.

    Nothing is copied or removed: the run that was live before is kept, and `promote --back` returns to it.
    """
    from streams.replay.runs import check_promotable, known

    if (name is None) != back:
        raise CommandError("give the name of a run, or --back", "communique runs lists them.", USAGE)
    with log_problems():
        runs = runs_at(load_settings(), broker, *([name] if name else []))
        before = runs.alias()
        chosen = name or before.previous
        if chosen is None:
            raise CommandError(
                f"nothing was live before in {runs.where}: there is no way back", "On a broker: --broker kafka://…"
            )
        chosen = known(runs, chosen)
        check_promotable(runs, chosen)
        run = runs.find(chosen)
        if run is not None and not run.whole and not yes:
            typer.confirm(f"{chosen} holds only what arrived within a time. Make it live all the same?", abort=True)
        after = runs.promote(chosen)
    if after.run == before.run:
        out().print(f"{after.run} is live already.")
        return
    back_to = f"communique promote --back{f' --broker {runs.where}' if runs.where.startswith(KAFKA) else ''}"
    out().print(f"{after.run} is live. {after.previous} is kept: {back_to}", soft_wrap=True)
    if run is not None:
        _advise(run)


def _advise(run: Run) -> None:
    """What keeps the run up to date from now on."""
    if run.target and run.whole:
        err().print(
            f"New articles reach it through workers of its own: COMMUNIQUE_RUN={run.name} communique worker. "
            "The others may go on, so that going back loses nothing.",
            soft_wrap=True,
        )
    if run.lexicon:
        err().print(f"It was made with the tables of {run.lexicon}: set COMMUNIQUE_LEXICON to it.", soft_wrap=True)
