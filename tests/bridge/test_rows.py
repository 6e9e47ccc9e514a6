"""Events as rows for other programs."""

import csv
import io
from datetime import date

import pytest

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent, Source
from schemas.slots import Change, Codes, DateSpan, Money, Participant, Place
from streams.bridge.rows import flat, gdelt, polecat
from streams.bridge.rows.codebook import Codebook, goldstein
from streams.bridge.rows.files import FORMATS
from streams.extract import codes

CODEBOOK = Codebook({"KAZ": "Kazakhstan", "RUS": "Russia", "ROU": "Romania", "org:EU": "European Union"})
DAY = date(2024, 11, 27)
SOURCES = tuple(
    Source(
        report_id=f"rep-{n}",
        article_id=f"a{n // 2}",
        url=f"https://wire.example/{n}",
        outlet="Wire",
        published=DAY,
        confidence=0.9,
    )
    for n in range(3)
)
SHARED = {"confidence": 0.9, "ruleset": "1", "sources": SOURCES, "independent": 2}
MEETING = MeetingEvent(
    event_id="evt-1",
    parties=("KAZ", "RUS"),
    status="held",
    format="visit",
    participants=(Participant(name="A B", country="RUS", role="President"), Participant(name="C D", country="KAZ")),
    place=Place(name="Astana", country="KAZ", lat=51.17, lon=71.43),
    date=DateSpan(start=DAY, end=DAY),
    codes=Codes(plover="CONSULT", mode="visit", cameo="042"),
    topics=("energy", "trade"),
    **SHARED,
)


def named(row, columns):
    assert len(row) == len(columns)
    return {name: value for name, value in zip(columns, row, strict=True) if value}


def gdelt_of(event):
    return [named(row, gdelt.COLUMNS) for row in gdelt.rows(event, CODEBOOK)]


def test_a_visit_is_a_row_of_gdelt():
    """Column by column as GDELT's codebook has it, 61 in all; DATEADDED is the first publication."""
    assert len(gdelt.COLUMNS) == 61
    (row,) = gdelt_of(MEETING)
    assert 0 < int(row.pop("GLOBALEVENTID")) < 2**63
    assert row == {
        "Day": "20241127",
        "MonthYear": "202411",
        "Year": "2024",
        "FractionDate": "2024.8959",
        "Actor1Code": "KAZ",
        "Actor1Name": "KAZAKHSTAN",
        "Actor1CountryCode": "KAZ",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "RUS",
        "Actor2Name": "RUSSIA",
        "Actor2CountryCode": "RUS",
        "Actor2Type1Code": "GOV",
        "EventCode": "042",
        "EventBaseCode": "042",
        "EventRootCode": "04",
        "QuadClass": "1",
        "GoldsteinScale": "1.9",
        "NumMentions": "3",
        "NumSources": "2",
        "NumArticles": "2",
        "Actor1Geo_Type": "1",
        "Actor1Geo_Fullname": "Kazakhstan",
        "Actor1Geo_CountryCode": "KZ",
        "Actor1Geo_ADM1Code": "KZ",
        "Actor1Geo_FeatureID": "KZ",
        "Actor2Geo_Type": "1",
        "Actor2Geo_Fullname": "Russia",
        "Actor2Geo_CountryCode": "RS",
        "Actor2Geo_ADM1Code": "RS",
        "Actor2Geo_FeatureID": "RS",
        "ActionGeo_Type": "4",
        "ActionGeo_Fullname": "Astana, Kazakhstan",
        "ActionGeo_CountryCode": "KZ",
        "ActionGeo_ADM1Code": "KZ",
        "ActionGeo_Lat": "51.17",
        "ActionGeo_Long": "71.43",
        "DATEADDED": "20241127000000",
        "SOURCEURL": "https://wire.example/0",
    }


def test_a_date_is_told_only_as_exactly_as_it_is_known():
    known = {}
    for precision in ("day", "month", "year"):
        span = DateSpan(start=date(2024, 11, 1), end=date(2024, 11, 30), precision=precision)
        (row,) = gdelt_of(MEETING.model_copy(update={"date": span}))
        known[precision] = [row.get(name) for name in ("Day", "MonthYear", "Year")]
    assert known == {
        "day": ["20241101", "202411", "2024"],
        "month": [None, "202411", "2024"],
        "year": [None, None, "2024"],
    }


def test_parties_have_the_codes_of_the_other_data():
    event = MEETING.model_copy(update={"parties": ("ROU", "org:EU"), "place": None})
    (row,) = gdelt_of(event)
    assert (row["Actor1Code"], row["Actor1Geo_CountryCode"]) == ("ROM", "RO")
    assert (row["Actor2Code"], row["Actor2KnownGroupCode"], row["Actor2Type1Code"]) == ("IGOEEC", "EEC", "IGO")
    assert not any(name.startswith(("ActionGeo", "Actor2Geo")) for name in row)


@pytest.mark.parametrize(("parties", "rows"), [(1, 1), (2, 1), (4, 6), (12, 66), (13, 13)])
def test_each_pair_of_parties_is_a_row_and_a_gathering_one_for_each_party(parties, rows):
    names = tuple(f"X{chr(65 + number)}X" for number in range(parties))
    event = MEETING.model_copy(update={"parties": names})
    assert len(list(gdelt.rows(event, CODEBOOK))) == rows
    assert len({row[0] for row in gdelt.rows(event, CODEBOOK)}) == rows
    assert len({row[0] for row in polecat.rows(event, CODEBOOK)}) == rows


def test_every_code_that_events_have_is_on_the_goldstein_scale():
    groups = (codes._MEETINGS, codes._AGREEMENTS, codes._FIGURES)
    used = [each for group in groups for each in group.values()]
    used += [codes._INTENT_TO_MEET, codes._REFUSAL_TO_MEET, codes._THIRD_LOCATION, codes._INTENT_TO_TRADE]
    assert [each.cameo for each in used if not goldstein(each.cameo)] == []
    assert {each.plover for each in used} <= polecat._QUAD.keys()


@pytest.mark.parametrize(("cameo", "quad"), [("057", "1"), ("061", "2"), ("125", "3"), ("160", "4")])
def test_the_quad_class_is_that_of_the_root(cameo, quad):
    (row,) = gdelt_of(MEETING.model_copy(update={"codes": Codes(plover="AGREE", cameo=cameo)}))
    assert row["QuadClass"] == quad


def test_a_visit_is_a_row_of_polecat():
    assert len(polecat.COLUMNS) == 40
    (row,) = polecat.rows(MEETING, CODEBOOK)
    assert named(row, polecat.COLUMNS) == {
        "Event ID": "evt-1-0",
        "Event Date": "2024-11-27",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "energy; trade",
        "Actor Name": "Kazakhstan",
        "Actor Country": "KAZ",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Name Raw": "C D",
        "Recipient Name": "Russia",
        "Recipient Country": "RUS",
        "Primary Recipient Sector": "GOV",
        "Recipient Sectors": "GOV",
        "Recipient Title": "President",
        "Recipient Name Raw": "A B",
        "Placename": "Astana",
        "Country": "KAZ",
        "Latitude": "51.17",
        "Longitude": "71.43",
        "Raw Placename": "Astana",
        "Source": "Wire",
        "Publication Date": "2024-11-27",
        "Version": "1",
    }


HOSTILE = '=HYPERLINK("http://evil.example")\t\r\nTreaty, "of" friendship'
AGREEMENT = AgreementEvent(
    event_id="evt-2",
    parties=("KAZ", "org:EU"),
    instrument="treaty",
    action="signed",
    title=HOSTILE,
    value=Money(amount=2.5e9, currency="EUR"),
    codes=Codes(plover="SUPPORT", cameo="057"),
    **SHARED,
)
FIGURE = FigureEvent(
    event_id="evt-3",
    parties=("KAZ", "RUS"),
    metric="trade",
    amount=28.5e9,
    currency="USD",
    period="2023",
    change=Change(percent=-3.5),
    codes=Codes(plover="COOPERATE", cameo="061"),
    **SHARED,
)
EVENTS = [MEETING, AGREEMENT, FIGURE]


def written(name):
    file = io.BytesIO()
    rows = FORMATS[name]((event.encode() for event in EVENTS), file, CODEBOOK)
    return rows, file.getvalue()


def test_csv_has_a_row_an_event_and_no_formulas():
    rows, data = written("csv")
    head, *table = csv.reader(io.StringIO(data.decode(), newline=""))
    meeting, agreement, figure = ({k: v for k, v in zip(head, row, strict=True) if v} for row in table)
    assert (rows, head) == (3, list(flat.COLUMNS))
    assert meeting["participants"] == "A B (RUS)|C D (KAZ)"
    assert (agreement["title"], agreement["amount"], agreement["currency"]) == ("'" + HOSTILE, "2500000000.0", "EUR")
    assert (figure["change_percent"], figure["target"], figure["parties"]) == ("-3.5", "false", "KAZ|RUS")


@pytest.mark.parametrize(("name", "columns", "lines"), [("gdelt", 61, 3), ("polecat", 40, 4)])
def test_a_cell_cannot_break_its_row(name, columns, lines):
    place = Place(name="Asta\tna\n\u2028", country="KAZ")
    file = io.BytesIO()
    events = [MEETING.model_copy(update={"place": place}), AGREEMENT, FIGURE]
    FORMATS[name]((event.encode() for event in events), file, CODEBOOK)
    table = file.getvalue().decode().rstrip("\n").split("\n")
    assert [row.count("\t") + 1 for row in table] == [columns] * lines


def test_parquet_keeps_types_and_lists():
    table = pytest.importorskip("pyarrow.parquet")
    rows, data = written("parquet")
    meeting, agreement, figure = table.read_table(io.BytesIO(data)).to_pylist()
    assert rows == 3
    assert (meeting["parties"], meeting["lat"], meeting["title"]) == (["KAZ", "RUS"], 51.17, None)
    assert agreement["title"] == HOSTILE
    assert (figure["amount"], figure["target"], figure["sources"]) == (28.5e9, False, 3)


def test_json_lines_are_the_events():
    assert written("jsonl")[1].splitlines() == [event.encode() for event in EVENTS]
