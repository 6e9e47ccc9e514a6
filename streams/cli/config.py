"""`communique config` and `communique version`."""

from __future__ import annotations

import typer

from streams.cli.console import Json, load_settings, out


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(config)
    app.command()(version)


def config(json: Json = False) -> None:
    """Show the effective settings and the topics. Secrets are never shown."""
    import orjson
    from rich.table import Table

    from schemas.topics import TOPICS

    settings = load_settings()
    shown = {name: "" if value is None else str(value) for name, value in settings.model_dump(mode="json").items()}
    topics = [
        {
            "name": settings.topic(topic),
            "key": topic.key,
            "record": topic.model.__name__,
            "partitions": settings.partitions_of(topic),
            "cleanup": topic.cleanup,
            "about": topic.about,
        }
        for topic in TOPICS
    ]
    if json:
        document = {"settings": settings.model_dump(mode="json"), "topics": topics}
        typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
        return
    plain = {"box": None, "pad_edge": False, "header_style": "bold"}
    table = Table("setting", "value", "variable", "about", **plain)  # type: ignore[arg-type]
    for name, value in shown.items():
        about = type(settings).model_fields[name].description or ""
        table.add_row(name, value, f"COMMUNIQUE_{name.upper()}", about)
    out().print(table)
    out().print()
    table = Table(*topics[0], **plain)  # type: ignore[arg-type]
    for topic in topics:
        table.add_row(*map(str, topic.values()))
    out().print(table)


def version() -> None:
    """Show the version."""
    typer.echo(f"communique {installed()}")


def installed() -> str:
    """The version of the package that is installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("communique")
    except PackageNotFoundError:
        return "(not installed)"
