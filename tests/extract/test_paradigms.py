"""Who meets whom is read the same whoever they are, wherever and whenever: turns of phrase, filled in."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.extract.articles import article, reader

PUBLISHED = date(2012, 6, 13)
"""A Wednesday."""

VISITOR, HOST, LAND = "BRA", "IND", "KEN"
PEOPLE = {
    "en": (
        {"a": "Brazilian President Dilma Rousseff", "b": "Indian Prime Minister Manmohan Singh"},
        {"a": "the Brazilian foreign minister", "b": "his Indian counterpart"},
    ),
    "es": (
        {
            "a": "el ministro de Exteriores de Brasil, Antonio Patriota,",
            "b": "el primer ministro indio, Manmohan Singh",
        },
        {"a": "el canciller brasileño", "b": "su homólogo indio"},
    ),
    "ru": (
        {
            "a": "министр иностранных дел Бразилии",
            "g": "министра иностранных дел Бразилии",
            "n": "премьер-министр Индии Манмохан Сингх",
            "i": "премьер-министром Индии Манмоханом Сингхом",
            "c": "премьер-министра Индии Манмохана Сингха",
            "d": "премьер-министру Индии Манмохану Сингху",
        },
    ),
}
LANDS = ("Kenya", "Nairobi")
ENDS = {
    "en": {"held": ("", " in Geneva", " on Monday"), "planned": ("", " in Geneva", " on Friday")},
    "es": {"held": ("", " en Ginebra", " ayer"), "planned": ("", " en Ginebra", " mañana")},
    "ru": {"held": ("", " в Женеве", " вчера"), "planned": ("", " в Женеве", " завтра")},
}


def rows() -> list[dict[str, str]]:
    """The table, a row for each turn of phrase."""
    with Path(__file__).with_name("paradigms.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def sentences(row: dict[str, str]) -> Iterator[str]:
    """The turn of phrase with each pair of persons, and each place and day where they make sense."""
    nothing, place, day = ENDS[row["lang"]].get(row["status"], ("", "", ""))
    for people in PEOPLE[row["lang"]]:
        for land in LANDS if "{l}" in row["text"] else ("",):
            for end in (nothing, day if land else place, day) if "{e}" in row["text"] else ("",):
                text = row["text"].format(**people, l=land, e=end).replace(" a el ", " al ").replace(" de el ", " del ")
                text = text.replace(",,", ",").strip()
                yield text[0].upper() + text[1:] + "."


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['lang']} {row['status']}")
def test_a_turn_of_phrase_tells_the_same_of_all(row: dict[str, str]) -> None:
    """In this state the two meet, or the one visits the land; nobody meets where the phrase only wishes or denies."""
    met = {VISITOR, LAND if "{l}" in row["text"] else HOST}
    for text in sentences(row):
        reports = reader().read(article(text, lang=row["lang"], published=PUBLISHED))[1].reports
        told = [report for report in reports if report.kind == "meeting" and set(report.parties) == met]
        states = [report.status for report in told]
        assert states == ([] if row["status"] == "none" else [row["status"]]), text
