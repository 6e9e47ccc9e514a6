"""Writes what is published of the contract, from the models: `python -m schemas.generate [--check]`.

That is a JSON Schema for the record of each topic (`json/`), the AsyncAPI document, and the page made from it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from schemas.asyncapi import document
from schemas.json_schema import file_name, json_schema
from schemas.page import page
from schemas.topics import CONTROL, TOPICS

FOLDER = Path(__file__).parent
JSON = "json"


def files() -> dict[str, str]:
    """The text of each file, by its path in this folder."""
    models = {file_name(topic.model): topic.model for topic in (*TOPICS, *CONTROL)}
    contract = document()
    wanted = {f"{JSON}/{name}": _text(json_schema(model)) for name, model in sorted(models.items())}
    return wanted | {"asyncapi.json": _text(contract), "contract.html": page(contract)}


def _text(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def drift() -> list[str]:
    """Paths of files that are missing, too many, or not what the models say."""
    wanted = files()
    present = {f"{JSON}/{path.name}" for path in (FOLDER / JSON).glob("*.json")}
    return sorted(name for name in wanted.keys() | present if wanted.get(name) != _present(name))


def _present(name: str) -> str | None:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """Write the files, or with --check only say which are out of date; returns the exit code."""
    if arguments == ["--check"]:
        differing = drift()
        for name in differing:
            sys.stderr.write(f"{name} is not what the models say; run: python -m schemas.generate\n")
        return int(bool(differing))
    if arguments:
        sys.stderr.write("usage: python -m schemas.generate [--check]\n")
        return 2
    wanted = files()
    (FOLDER / JSON).mkdir(exist_ok=True)
    for path in (FOLDER / JSON).glob("*.json"):
        if f"{JSON}/{path.name}" not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
