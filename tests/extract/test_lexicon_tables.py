"""Country, metonym, organisation and city tables: valid codes, one owner a term, sane places."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

LEXICON = Path(__file__).parents[2] / "streams" / "extract" / "lexicon"
TABLES = ("countries.tsv", "metonyms.tsv", "organisations.tsv", "cities.tsv")
LANGUAGES = ("en", "es", "ru")

FILLED = {
    "countries.tsv": ("code", "lang", "names"),
    "metonyms.tsv": ("name", "lang", "code", "kind"),
    "organisations.tsv": ("code", "names.en", "kind"),
    "cities.tsv": ("name", "country", "lat", "lon", "role"),
}
SORT_KEY = {
    "countries.tsv": ("code", "lang"),
    "metonyms.tsv": ("code", "name", "lang"),
    "organisations.tsv": ("code",),
    "cities.tsv": ("country", "name"),
}

# Terms that the press uses of two owners; only the rest of an article can tell them apart.
KNOWN_AMBIGUOUS = {
    # the two Congos
    "Congo", "the Congo", "Congolese", "el Congo", "congoleño", "congoleña", "congoleños", "congoleñas",
    "congolés", "congolesa", "congoleses", "congolesas", "Конго", "конголезск*", "конголезец", "конголезц*",
    # European Economic Community before 1993, Eurasian Economic Commission since 2012
    "EEC",
}  # fmt: skip


@cache
def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table as column → cell, comment lines left out."""
    with (LEXICON / name).open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(content, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def cell_terms(cell: str) -> list[str]:
    """The terms of a cell; none for an empty cell."""
    return cell.split("|") if cell else []


def owned_terms(name: str) -> Iterator[tuple[str, str, str]]:
    """Every (language, term, owner) of a table."""
    for row in read_table(name):
        if name == "countries.tsv":
            for column in ("names", "adjectives", "demonyms"):
                for term in cell_terms(row[column]):
                    yield row["lang"], term, row["code"]
        elif name == "metonyms.tsv":
            yield row["lang"], row["name"], row["code"]
        elif name == "organisations.tsv":
            for lang in LANGUAGES:
                for term in cell_terms(row[f"names.{lang}"]):
                    yield lang, term, row["code"]
        else:
            owner = f"{row['name']} ({row['country']})"
            yield "en", row["name"], owner
            for lang in LANGUAGES:
                for term in cell_terms(row[f"aliases.{lang}"]):
                    yield lang, term, owner


def country_codes() -> set[str]:
    return {row["code"] for row in read_table("countries.tsv")}


@pytest.mark.parametrize("name", TABLES)
def test_header_comment_names_source_and_licence(name: str) -> None:
    with (LEXICON / name).open(encoding="utf-8") as lines:
        comment = "".join(line for line in lines if line.startswith("#"))
    assert "ource" in comment or "taken from" in comment
    assert "icence" in comment


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_complete_and_sorted(name: str) -> None:
    rows = read_table(name)
    for row in rows:
        assert None not in {*row, *row.values()}, f"wrong number of cells: {row}"
        assert all(row[column] for column in FILLED[name]), f"empty cell: {row}"
    keys = [tuple(row[column] for column in SORT_KEY[name]) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", TABLES)
def test_terms_are_clean_and_can_be_matched(name: str) -> None:
    """No stray blanks, no doubled term in a cell, a * only at a token's end, and е for ё in Russian."""
    for row in read_table(name):
        for cell in row.values():
            terms = cell_terms(cell)
            assert len(terms) == len(set(terms)), f"doubled term: {cell}"
            assert all(term and term == " ".join(term.split()) for term in terms), f"stray blank: {cell!r}"
            assert "\N{CYRILLIC SMALL LETTER IO}" not in cell
    for _, term, _ in owned_terms(name):
        for token in term.split():
            assert "*" not in token.rstrip("*»"), f"* inside a token: {term}"
            assert len(token.split("*")[0]) >= 3 or "*" not in token, f"stem too short: {term}"


@pytest.mark.parametrize("name", TABLES)
def test_a_term_has_one_owner(name: str) -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for lang, term, owner in owned_terms(name):
        owners[lang, term].add(owner)
    shared = {term: found for (_, term), found in owners.items() if len(found) > 1}
    assert {term: found for term, found in shared.items() if term not in KNOWN_AMBIGUOUS} == {}


def test_known_ambiguous_terms_are_still_ambiguous() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for name in TABLES:
        for _, term, owner in owned_terms(name):
            owners[term].add(owner)
    assert {term for term in KNOWN_AMBIGUOUS if len(owners[term]) < 2} == set()


def test_no_russian_stem_catches_a_name_of_another_country() -> None:
    """Туркмен* must not be caught by Турк*, nor Австрали* by Австри*."""
    russian = {(term, owner) for lang, term, owner in owned_terms("countries.tsv") if lang == "ru"}
    terms = {(term, owner) for term, owner in russian if " " not in term}
    stems = [(term[:-1], owner) for term, owner in terms if term.endswith("*")]
    caught = {
        (stem, term)
        for stem, owner in stems
        for term, other in terms
        if owner != other and term.startswith(stem) and term not in KNOWN_AMBIGUOUS
    }
    assert caught == set()


def test_every_country_has_a_row_for_each_language() -> None:
    languages: dict[str, list[str]] = defaultdict(list)
    for row in read_table("countries.tsv"):
        languages[row["code"]].append(row["lang"])
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in languages)
    assert {code for code, found in languages.items() if found != list(LANGUAGES)} == set()
    former_and_special = {"SUN", "DDR", "YUG", "CSK", "SCG", "XKX", "PSE", "TWN", "HKG"}
    assert former_and_special <= languages.keys()


@pytest.mark.parametrize(
    ("lang", "term", "code"),
    [
        ("en", "Republic of Korea", "KOR"),
        ("en", "DPRK", "PRK"),
        ("en", "Kirghiz", "KGZ"),
        ("en", "West Germany", "DEU"),
        ("en", "East German", "DDR"),
        ("en", "Zaire", "COD"),
        ("en", "Republic of Congo", "COG"),
        ("en", "Nigerien", "NER"),
        ("en", "Nigerian", "NGA"),
        ("es", "EE.UU.", "USA"),
        ("es", "kazaja", "KAZ"),
        ("es", "dominiqués", "DMA"),
        ("ru", "КНР", "CHN"),
        ("ru", "российск*", "RUS"),
        ("ru", "немцев", "DEU"),
    ],
)
def test_names_adjectives_and_people_lead_to_their_state(lang: str, term: str, code: str) -> None:
    owners = {owner for at, found, owner in owned_terms("countries.tsv") if (at, found) == (lang, term)}
    assert owners == {code}


def test_codes_of_metonyms_members_and_cities_are_in_the_tables() -> None:
    countries = country_codes()
    organisations = {row["code"] for row in read_table("organisations.tsv")}
    assert all(re.fullmatch("org:[A-Z0-9]+", code) for code in organisations)
    assert {code for row in read_table("metonyms.tsv") for code in row["code"].split("|")} <= countries | organisations
    assert {row["country"] for row in read_table("cities.tsv")} <= countries
    members = {member for row in read_table("organisations.tsv") for member in cell_terms(row["members"])}
    assert members <= countries | organisations


def test_kinds_languages_and_roles_are_of_the_vocabulary() -> None:
    assert {row["kind"] for row in read_table("metonyms.tsv")} == {"seat", "body", "company"}
    assert {row["lang"] for row in read_table("metonyms.tsv")} == set(LANGUAGES)
    assert {row["kind"] for row in read_table("organisations.tsv")} == {"org", "group"}
    assert {row["role"] for row in read_table("cities.tsv")} == {"capital", "city", "venue"}


def test_members_of_organisations_with_a_closed_list() -> None:
    members = {row["code"]: set(cell_terms(row["members"])) for row in read_table("organisations.tsv")}
    assert members["org:CSTO"] == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert members["org:EAEU"] == {"ARM", "BLR", "KAZ", "KGZ", "RUS"}
    assert members["org:G7"] == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}
    assert (len(members["org:EU"]), len(members["org:NATO"]), len(members["org:APEC"])) == (27, 32, 21)
    assert members["org:UN"] == set()


def test_coordinates_are_on_the_globe_with_two_decimals() -> None:
    for row in read_table("cities.tsv"):
        for column, limit in (("lat", 90.0), ("lon", 180.0)):
            assert abs(float(row[column])) <= limit, row
            assert len(row[column].partition(".")[2]) == 2, row


@pytest.mark.parametrize(
    ("alias", "name", "country", "lat", "lon"),
    [
        ("Nur-Sultan", "Astana", "KAZ", 51.2, 71.4),
        ("Moskva", "Moscow", "RUS", 55.8, 37.6),
        ("Santiago de Chile", "Santiago", "CHL", -33.5, -70.6),
    ],
)
def test_capitals_lie_where_they_are(alias: str, name: str, country: str, lat: float, lon: float) -> None:
    (row,) = [row for row in read_table("cities.tsv") if row["name"] == name]
    assert (row["country"], row["role"]) == (country, "capital")
    assert alias in cell_terms(row["aliases.en"])
    assert (float(row["lat"]), float(row["lon"])) == pytest.approx((lat, lon), abs=0.2)


def test_cities_whose_name_is_a_common_word_are_left_out() -> None:
    terms = {term for lang, term, _ in owned_terms("cities.tsv") if lang == "en"}
    words_and_names = {"Nice", "Reading", "Mobile", "Of", "Batman", "Van", "Phoenix", "Lincoln", "Vladimir", "Split"}
    assert terms & words_and_names == set()


@pytest.mark.parametrize("table", ["agreements.tsv", "meeting_words.tsv"])
def test_no_cue_has_a_namesake_with_another_meaning(table: str) -> None:
    """Rows of one name match what any of them does, which is for those who add rows; a namesake would change a rule."""
    with (LEXICON / table).open(encoding="utf-8") as lines:
        rows = list(
            csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        )
    names = [(row[0], row[1], row[2]) if table == "agreements.tsv" else (row[0], row[1]) for row in rows]
    cues = [name for name in names if table != "agreements.tsv" or name[1] == "cue"]
    assert [name for name in cues if cues.count(name) > 1] == []
