"""The codes by which other event data name countries, organisations and acts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_ORGANISATION = "IGO"


@dataclass(frozen=True, slots=True)
class Party:
    """A party of an event: its name in English, and its codes ("" where there is none)."""

    code: str
    name: str
    fips: str = ""
    country: str = ""
    group: str = ""

    @property
    def sector(self) -> str:
        """Who acts: a government or an organisation of them."""
        return _ORGANISATION if self.code.startswith("org:") else "GOV"

    @property
    def actor(self) -> str:
        """Its CAMEO actor code."""
        return self.country or _ORGANISATION + self.group


class Codebook:
    """Looks parties up; `names` are their English names by code."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._countries = {row["code"]: row for row in _table("countries")}
        self._groups = {row["code"]: row["group"] for row in _table("groups")}

    def party(self, code: str) -> Party:
        """The party; one that no table knows has its code as its name, and a country's code as CAMEO's."""
        name = self._names.get(code, code)
        if code.startswith("org:"):
            return Party(code, name, group=self._groups.get(code, ""))
        row = self._countries.get(code, {})
        return Party(code, name, row.get("fips", ""), row.get("cameo") or code)


@cache
def goldstein(cameo: str) -> str:
    """The Goldstein scale of the CAMEO code; "" where it is not in the table."""
    return next((row["goldstein"] for row in _table("cameo") if row["code"] == cameo), "")


def _table(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
