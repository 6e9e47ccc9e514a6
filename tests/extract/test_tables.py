"""Loading the lexicon, and extending it with a folder of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.extract.meetings.rules import Rules
from streams.extract.reader import Reader
from streams.extract.tables import BUNDLED, LexiconError, cells, load
from tests.extract.articles import article


def header(table: str) -> str:
    """The first line of the bundled table that is no comment: the names of its columns."""
    lines = (BUNDLED / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line and not line.startswith("#"))


def add(folder: Path, table: str, **columns: str) -> None:
    """A file with one row for the table; columns that are not given stay empty."""
    names = header(table).split("\t")
    row = "\t".join(columns.pop(name.replace(".", "_"), "") for name in names)
    assert not columns, f"{table} has no columns {sorted(columns)}"
    (folder / f"{table}.tsv").write_text(f"# our own\n{header(table)}\n{row}\n", encoding="utf-8")


def test_a_table_that_the_lexicon_does_not_have_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "planets.tsv").write_text("lang\tname\nen\tMars\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"planets\.tsv: no such table.*countries"):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="nowhere"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("row", ["en\tin", "en\tin\tat\tnear"], ids=["too few cells", "too many cells"])
def test_a_row_with_the_wrong_number_of_cells_is_an_error_that_names_file_and_line(tmp_path: Path, row: str) -> None:
    good = "locative\ten\tbehind"
    (tmp_path / "words.tsv").write_text(f"# our own\n\n{header('words')}\n{good}\n# more\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"words\.tsv, line 6: 3 cells"):
        load(tmp_path)


def test_rows_are_added_to_the_bundled_ones_and_change_the_version(tmp_path: Path) -> None:
    add(tmp_path, "words", list="locative", lang="en", words="behind | beyond")
    extended, bundled = load(tmp_path), load()
    assert extended.words("en")["locative"] == bundled.words("en")["locative"] | {"behind", "beyond"}
    assert extended.words("es") == bundled.words("es")
    assert extended.version != bundled.version


def test_rows_for_one_language_are_not_those_of_another() -> None:
    lexicon = load()
    langs = {row["lang"] for row in lexicon.rows("countries", "es")}
    assert langs == {"es"}
    assert {row["lang"] for row in lexicon.rows("countries")} >= {"en", "es", "ru"}


def test_cells_are_divided_by_bars_and_empty_ones_are_none() -> None:
    assert cells(" at | near||in ") == ("at", "near", "in")
    assert cells("") == ()


def test_a_country_a_city_and_a_leader_of_ones_own_are_read(tmp_path: Path) -> None:
    """What `communique extract --lexicon FOLDER` rests on."""
    add(
        tmp_path, "countries", code="RUR", lang="en", names="Ruritania", adjectives="Ruritanian", demonyms="Ruritanians"
    )
    add(tmp_path, "cities", name="Strelsau", country="RUR", lat="50.1", lon="13.4", role="capital")
    add(tmp_path, "leaders", name="Rudolf Elphberg", country="RUR", office="monarch", start="1990", end="")
    told = article("Danish Foreign Minister Karl Holm met Rudolf Elphberg in Strelsau on Monday.")
    _, reading = Reader(tmp_path).read(told)
    (report,) = [report for report in reading.reports if report.kind == "meeting"]
    assert report.parties == ("DNK", "RUR")
    assert report.place is not None
    assert (report.place.name, report.place.country) == ("Strelsau", "RUR")
    assert "Rudolf Elphberg" in {person.name for person in report.participants}
    _, plain = Reader().read(told)
    assert all("RUR" not in report.parties for report in plain.reports)


@pytest.mark.parametrize(
    ("table", "columns", "told"),
    [
        (
            "meetings",
            {"lang": "en", "name": "n", "frame": "wiht", "format": "talks", "tense": "past", "confidence": "0.9"},
            "'wiht' is unknown; did you mean with",
        ),
        (
            "meetings",
            {"lang": "en", "name": "n", "frame": "with", "format": "talks", "tense": "past", "confidence": "high"},
            "a confidence is a number",
        ),
        (
            "meetings",
            {
                "lang": "en",
                "name": "n",
                "frame": "with",
                "format": "talks",
                "tense": "past",
                "confidence": "0.9",
                "heads": "met|dined(?! on)",
                "pattern": "dined",
            },
            "a head is a word",
        ),
        ("meeting_words", {"lang": "ru", "name": "phone", "pattern": "(unclosed"}, "no regular expression"),
        ("agreements", {"lang": "en", "part": "act", "value": "signed", "pattern": "inked"}, "ACTION FORM"),
        (
            "agreements",
            {"lang": "en", "part": "verb", "value": "signed", "pattern": "ink/inks/inked"},
            "past/participle",
        ),
        ("agreements", {"lang": "en", "part": "act", "value": "sined past", "pattern": "inked"}, "did you mean signed"),
        ("agreements", {"lang": "en", "part": "act", "value": "signed past", "pattern": "(inked)"}, r"\(\?:…\)"),
        ("figures", {"lang": "en", "kind": "noun", "name": "n", "metric": "tarde", "pattern": "trade"}, "mean trade"),
        ("metonyms", {"name": "Tower", "lang": "en", "code": "GBR", "kind": "seatt"}, "did you mean seat"),
        ("metonyms", {"name": "Tower", "lang": "en", "code": "ZZZ", "kind": "seat"}, "the code 'ZZZ'"),
    ],
)
def test_a_row_that_cannot_be_used_is_an_error_that_names_file_and_line(
    tmp_path: Path, table: str, columns: dict[str, str], told: str
) -> None:
    add(tmp_path, table, **columns)
    with pytest.raises(LexiconError, match=rf"{table}\.tsv, line 3: .*{told}"):
        Reader(tmp_path)


def test_a_word_pattern_of_ones_own_stands_beside_the_bundled_one(tmp_path: Path) -> None:
    add(tmp_path, "meeting_words", lang="en", name="phone", pattern=r"\bsatphone\b")
    phone = Rules(load(tmp_path), "en").word("phone")
    assert phone.search("spoke by satphone")
    assert phone.search("spoke by telephone")
