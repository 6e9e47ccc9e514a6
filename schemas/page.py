"""The contract as one page of HTML that a browser shows without a script or a request, from the AsyncAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

Schema = Mapping[str, Any]

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
code { font: .9em ui-monospace, monospace; background: var(--soft); padding: .1em .3em; border-radius: 3px; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
nav a { margin-right: 1rem; white-space: nowrap; }
"""


def page(document: Mapping[str, Any]) -> str:
    """The page of an AsyncAPI document as `schemas.asyncapi` makes it."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Mapping[str, Any]) -> Iterator[str]:
    info, channels = document["info"], document["channels"]
    records: Mapping[str, Schema] = document["components"]["schemas"]
    carried = {name for channel in channels.values() for name in channel["messages"]}
    yield "<!doctype html>"
    yield f'<html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}: the contract</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style>"
    yield f"<h1>{escape(info['title'])}: the contract, {escape(info['version'])}</h1>"
    yield f"<p>{_prose(info['description'])}</p>"
    yield "<h2>Topics</h2><table><tr><th>topic<th>record<th>key<th>cleanup<th>partitions<th>holds</tr>"
    for channel in channels.values():
        yield from _topic(channel)
    yield "</table><h2>Envelope</h2><p>Headers of every record but those of <code>articles.raw</code>.</p>"
    yield from _fields(document["components"]["messageTraits"]["cloudEvent"]["headers"])
    yield "<h2>Records</h2><nav>" + " ".join(f'<a href="#{name}">{name}</a>' for name in sorted(carried)) + "</nav>"
    for name in (*sorted(carried), *sorted(records.keys() - carried)):
        yield f'<h3 id="{name}">{name}</h3><p>{_prose(records[name].get("description", ""))}</p>'
        yield from _fields(records[name])
    yield "</html>"


def _topic(channel: Mapping[str, Any]) -> Iterator[str]:
    kafka = channel["bindings"]["kafka"]
    for name, record in channel["messages"].items():
        cells = (
            f"<code>{escape(channel['address'])}</code>",
            f'<a href="#{name}">{name}</a>',
            escape(record["bindings"]["kafka"]["key"]["description"]),
            ", ".join(kafka["topicConfiguration"]["cleanup.policy"]),
            str(kafka.get("partitions", "configured")),
            escape(record["summary"]),
        )
        yield "<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _fields(schema: Schema) -> Iterator[str]:
    if "properties" not in schema:
        yield f"<p>{_type(schema)}</p>"
        return
    required = schema.get("required", ())
    yield "<table><tr><th>field<th>type<th>always<th></tr>"
    for name, field in schema["properties"].items():
        always = "yes" if name in required else ""
        about = _prose(field.get("description", ""))
        yield f"<tr><td><code>{escape(name)}</code><td>{_type(field)}<td>{always}<td>{about}</tr>"
    yield "</table>"


def _type(schema: Schema) -> str:
    """What a value may be, in a few words of HTML."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{name}">{name}</a>'
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(_type(part) for part in schema[key])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    if "enum" in schema:
        return " ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    told = schema.get("type", "anything")
    return escape(f"{told} ({schema['format']})" if "format" in schema else str(told))


def _prose(text: str) -> str:
    """A docstring as HTML: what stands in back quotes is code."""
    parts = escape(" ".join(text.split())).split("`")
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
