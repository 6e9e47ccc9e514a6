"""The command `communique`."""

from __future__ import annotations

import sys

import typer

from streams.cli import (
    actors,
    bridge,
    config,
    dedup,
    diff,
    events,
    explain,
    export,
    extract,
    ingest,
    promote,
    relations,
    replay,
    run,
    runs,
    serve,
    status,
    table,
    tail,
    worker,
)
from streams.cli.console import CommandError, complain

app = typer.Typer(
    name="communique",
    help="News articles in, diplomatic events out: who met whom, who signed what, which figures were quoted.",
    epilog="Start with `communique run FILES`, which needs no broker. Each command has its own `--help`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

for _register in (
    run,
    events,
    relations,
    actors,
    tail,
    table,
    serve,
    bridge,
    extract,
    dedup,
    explain,
    ingest,
    export,
    replay,
    runs,
    diff,
    promote,
    worker,
    status,
    config,
):
    _register.register(app)


def main() -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong use or unreadable input, 130 on Ctrl-C."""
    try:
        app(prog_name="communique")
    except CommandError as problem:
        complain(problem)
        sys.exit(problem.code)
