"""The lexicon as tables: rows of tab-separated files, bundled ones first, then a user's.

The tables are in the folder `lexicon/`; a user's folder with files of the same names adds rows to them.
Everything is read once, at start-up. What a table says is up to the module that asks for its rows.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from streams.extract.firsts import guarded

BUNDLED = Path(__file__).parent / "lexicon"
LANGUAGES = ("en", "es", "ru")
"""Languages with a grammar; `*` in a row's `lang` means all of them."""

CODED = {"cities": "country", "leaders": "country", "metonyms": "code", "outlets": "code"}
"""Tables whose rows are of a country or organisation of the others, and the column that says of which."""

Value = TypeVar("Value")


class Row(dict[str, str]):
    """The cells of a row, by column; `where` names its file and line, `added` is whether it is the user's."""

    where = ""
    added = False


class LexiconError(ValueError):
    """A table that cannot be used; names the file and the line."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All tables. `version` is a digest of the files. `load` gives one object for a folder, so it compares by
    identity, and what is made of it can be kept by it.
    """

    tables: dict[str, tuple[Row, ...]]
    version: str

    def rows(self, name: str, lang: str | None = None) -> tuple[Row, ...]:
        """The rows of the table `name` (its file without `.tsv`), those for `lang` only where one is given."""
        rows = self.tables.get(name, ())
        return rows if lang is None else tuple(row for row in rows if row["lang"] in (lang, "*"))

    def words(self, lang: str) -> dict[str, frozenset[str]]:
        """The small word classes of a language, by name."""
        classes: dict[str, set[str]] = {}
        for row in self.rows("words", lang):
            classes.setdefault(row["list"], set()).update(cells(row["words"]))
        return {name: frozenset(words) for name, words in classes.items()}


def among(row: Row, value: str, known: Sequence[Value]) -> Value:
    """`value`, of a cell of the row, as one of those `known`; raises LexiconError where it is none of them."""
    for one in known:
        if one == value:
            return one
    names = [str(one) for one in known]
    near = get_close_matches(value, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
    raise LexiconError(f"{row.where}: {value!r} is unknown; {hint}")


def compiled(row: Row, pattern: str) -> re.Pattern[str]:
    """The pattern, made of a cell of the row, in any case of letters; raises LexiconError where it is none."""
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"{row.where}: no regular expression: {error}") from error


def searched(row: Row, pattern: str) -> re.Pattern[str]:
    """The same of a pattern that is looked for all over sentences."""
    return compiled(row, guarded(pattern))


def by_name(rows: Iterable[Row], name: str, expand: Callable[[str], str]) -> dict[str, re.Pattern[str]]:
    """The patterns of the rows by their cell `name`; rows of one name match what any of them does.

    `expand` gives the regular expression that a pattern stands for.
    """
    found: dict[str, re.Pattern[str]] = {}
    sources: dict[str, str] = {}
    for row in rows:
        pattern = expand(row["pattern"])
        known = sources.get(row[name])
        sources[row[name]] = f"(?:{known})|(?:{pattern})" if known else pattern
        found[row[name]] = searched(row, sources[row[name]])
    return found


def cells(text: str) -> tuple[str, ...]:
    """The items of a cell that holds a list, separated by `|`."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


@lru_cache(maxsize=4)
def load(extra: Path | None = None) -> Lexicon:
    """The bundled tables, with those of the folder `extra` added; raises LexiconError where a table is broken."""
    tables: dict[str, list[Row]] = {}
    digest = hashlib.blake2b(digest_size=4)
    for folder in (BUNDLED,) if extra is None else (BUNDLED, extra):
        if not folder.is_dir():
            raise LexiconError(f"{folder}: no such folder of lexicon tables")
        paths = sorted(folder.glob("*.tsv"))
        if not paths:
            raise LexiconError(f"{folder}: no table (NAME.tsv) in this folder")
        for path in paths:
            if extra is not None and folder == extra and path.stem not in tables:
                known = ", ".join(sorted(tables))
                raise LexiconError(f"{path}: no such table; the lexicon has {known}")
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
            rows = list(_rows(path, added=folder == extra))
            known_rows = tables.setdefault(path.stem, [])
            if rows and known_rows and rows[0].keys() != known_rows[0].keys():
                raise LexiconError(f"{path}: the columns have to be {', '.join(known_rows[0])}, separated by tabs")
            known_rows.extend(rows)
    _check_codes(tables)
    return Lexicon({name: tuple(rows) for name, rows in tables.items()}, digest.hexdigest())


def _check_codes(tables: dict[str, list[Row]]) -> None:
    known = {row["code"] for name in ("countries", "organisations") for row in tables.get(name, ())}
    for name, column in CODED.items():
        for row in tables.get(name, ()):
            for code in cells(row[column]):
                if code not in known:
                    raise LexiconError(f"{row.where}: no country or organisation of the lexicon has the code {code!r}")


def _rows(path: Path, *, added: bool) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader((line for _, line in numbered), delimiter="\t", quoting=csv.QUOTE_NONE)
    for (number, _), row in zip(numbered[1:], reader, strict=True):
        if None in row or None in row.values():
            raise LexiconError(f"{path}, line {number}: {len(reader.fieldnames or ())} cells are needed, tab-separated")
        placed = Row(row)
        placed.where, placed.added = f"{path}, line {number}", added
        yield placed
