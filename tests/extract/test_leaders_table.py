"""Table of office-holders: real dates, known codes, one vocabulary of offices, no person twice in one office."""

import calendar
import csv
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

LEXICON = Path(__file__).parents[2] / "streams" / "extract" / "lexicon"
COLUMNS = ["name", "aliases", "country", "office", "start", "end", "source"]
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

# What the reader may meet in `office`; a new word here is a decision, not an accident of typing.
OFFICES = frozenset(
    office
    for line in (
        "administrator|ambassador|assembly president|board chairman|central bank governor|chancellor",
        "chief cabinet secretary|chief executive|chief of staff|commission president|commissioner",
        "council president|crown prince|defence minister|deputy defence minister|deputy finance minister",
        "deputy foreign minister|deputy managing director|deputy national security adviser|deputy prime minister",
        "deputy secretary-general|director|director-general|economy minister|energy minister|executive director",
        "executive secretary|finance minister|foreign minister|general manager|general secretary|governor",
        "head of state|high commissioner|high representative|human rights commissioner|legislative speaker",
        "managing director|military commander|minister|monarch|national security adviser|negotiator",
        "nuclear negotiator|oil minister|parliament president|party foreign affairs chief|party secretary|president",
        "presidential adviser|presidential aide|prime minister|prosecutor|secretary of state|secretary-general",
        "security council secretary|special envoy|spokesperson|state councillor|state counsellor|state secretary",
        "supreme leader|trade commissioner|trade minister|trade representative|under-secretary-general",
        "unification minister|vice president",
    )
    for office in line.split("|")
)


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Rows of a lexicon table without its comment lines."""
    with (LEXICON / table).open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        return tuple(csv.DictReader(content, delimiter="\t", quoting=csv.QUOTE_NONE))


def overlap(first: dict[str, str], second: dict[str, str]) -> bool:
    """Whether the second term surely begins before the first ends, at the coarser precision of the two dates."""
    end, start = first["end"], second["start"]
    shared = min(len(end), len(start))
    return not end or start[:shared] < end[:shared]


def holders(country: str, office: str, day: str) -> set[str]:
    """Names of those in the office on a day (YYYY-MM-DD)."""
    return {
        row["name"]
        for row in rows("leaders.tsv")
        if (row["country"], row["office"]) == (country, office)
        and row["start"] <= day
        and (not row["end"] or day[: len(row["end"])] <= row["end"])
    }


def test_header_names_the_columns_and_a_comment_names_the_sources() -> None:
    lines = (LEXICON / "leaders.tsv").read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    assert lines[len(comments)].split("\t") == COLUMNS
    assert any("REIGN" in line and "MIT" in line for line in comments)
    assert all(line.count("\t") == len(COLUMNS) - 1 for line in lines[len(comments) :])


def test_every_date_exists_and_no_term_ends_before_it_starts() -> None:
    for row in rows("leaders.tsv"):
        for date in filter(None, (row["start"], row["end"])):
            match = DATE.fullmatch(date)
            assert match, row
            year, month, day = (int(part or 1) for part in match.groups())
            assert 1 <= month <= 12, row
            assert 1 <= day <= calendar.monthrange(year, month)[1], row
        shared = min(len(row["start"]), len(row["end"]))
        assert row["start"], row
        assert row["start"][:shared] <= row["end"][:shared], row


def test_every_code_stands_in_the_tables_of_countries_or_organisations() -> None:
    known = {row["code"] for row in rows("countries.tsv")} | {row["code"] for row in rows("organisations.tsv")}
    assert {row["country"] for row in rows("leaders.tsv")} <= known


def test_offices_and_sources_keep_to_one_vocabulary() -> None:
    table = rows("leaders.tsv")
    assert {row["office"] for row in table} <= OFFICES
    assert {row["source"] for row in table} == {"REIGN", "Phoenix", "public record"}


def test_names_and_aliases_are_clean_and_no_alias_repeats_its_name() -> None:
    for row in rows("leaders.tsv"):
        aliases = row["aliases"].split("|") if row["aliases"] else []
        assert len({row["name"], *aliases}) == 1 + len(aliases), row
        assert all(term and term == " ".join(term.split()) for term in [row["name"], *aliases]), row
        assert not any(re.search(r"[A-Za-z]\*|\*\w", term) for term in aliases), row


def test_a_person_has_the_same_aliases_in_every_term_of_an_office_in_a_country() -> None:
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows("leaders.tsv"):
        spellings[row["name"], row["country"]].add(row["aliases"])
    assert {person for person, found in spellings.items() if len(found) > 1} == set()


def test_nobody_holds_one_office_twice_at_the_same_time() -> None:
    terms: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows("leaders.tsv"):
        terms[row["name"], row["country"], row["office"]].append(row)
    clashes = [
        (first, second)
        for held in terms.values()
        for first, second in pairwise(sorted(held, key=lambda row: row["start"]))
        if overlap(first, second)
    ]
    assert clashes == []


def test_rows_are_sorted_by_country_office_and_start() -> None:
    keys = [(row["country"], row["office"], row["start"], row["name"]) for row in rows("leaders.tsv")]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("RUS", "prime minister", "2010-01-01", "Vladimir Putin"),
        ("RUS", "president", "2010-01-01", "Dmitry Medvedev"),
        ("RUS", "president", "2012-06-08", "Vladimir Putin"),
        ("RUS", "foreign minister", "2015-06-01", "Sergei Lavrov"),
        ("KAZ", "president", "2012-06-08", "Nursultan Nazarbayev"),
        ("KAZ", "president", "2024-11-27", "Kassym-Jomart Tokayev"),
        ("SUN", "general secretary", "1988-05-31", "Mikhail Gorbachev"),
        ("SUN", "foreign minister", "1987-09-15", "Eduard Shevardnadze"),
        ("USA", "president", "1987-06-12", "Ronald Reagan"),
        ("USA", "foreign minister", "2014-03-01", "John Kerry"),
        ("GBR", "prime minister", "1987-03-30", "Margaret Thatcher"),
        ("GBR", "monarch", "1987-03-30", "Elizabeth II"),
        ("DEU", "chancellor", "1987-06-12", "Helmut Kohl"),
        ("DEU", "foreign minister", "1990-09-12", "Hans-Dietrich Genscher"),
        ("CHN", "general secretary", "2015-09-03", "Xi Jinping"),
        ("KOR", "president", "2000-06-15", "Kim Dae-jung"),
        ("PRK", "supreme leader", "2018-06-12", "Kim Jong Un"),
        ("LKA", "president", "2009-05-19", "Mahinda Rajapaksa"),
        ("MEX", "president", "1987-11-27", "Miguel de la Madrid"),
        ("IRN", "foreign minister", "2015-07-14", "Mohammad Javad Zarif"),
        ("SAU", "monarch", "2006-01-23", "King Abdullah"),
        ("org:UN", "secretary-general", "2012-06-08", "Ban Ki-moon"),
        ("org:UN", "secretary-general", "2020-06-01", "António Guterres"),
        ("org:EU", "high representative", "2012-06-01", "Catherine Ashton"),
        ("org:NATO", "secretary-general", "2022-06-29", "Jens Stoltenberg"),
        ("org:IMF", "managing director", "1998-01-15", "Michel Camdessus"),
    ],
)
def test_the_table_knows_who_held_an_office_on_a_day(country: str, office: str, day: str, name: str) -> None:
    assert holders(country, office, day) == {name}
