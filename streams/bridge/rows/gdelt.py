"""Events as rows of GDELT 2.0's event table (GDELT Event Codebook V2.0): 61 columns, tab-separated, without a head.

What articles of this feed do not tell stays empty: ethnic and religious codes, IsRootEvent, AvgTone, ADM2 codes,
GeoNames ids. schemas/README.md says what the others hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schemas.client.items import Event
from schemas.event import FigureEvent
from schemas.ids import derive
from schemas.slots import DateSpan, Place
from streams.bridge.rows.codebook import Codebook, Party, goldstein
from streams.bridge.rows.dyads import dyads

Row = tuple[str, ...]

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS: Row = (
    *("GLOBALEVENTID", "Day", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{number}{name}" for number in (1, 2) for name in (*_ACTOR, *_TYPES)),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{where}Geo_{name}" for where in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)

_NOWHERE = ("",) * len(_GEO)
_NOBODY = ("",) * (len(_ACTOR) + len(_TYPES))
_COUNTRY, _US_CITY, _CITY = "1", "3", "4"


def rows(event: Event, codebook: Codebook) -> Iterator[Row]:
    """A row for each pair of parties."""
    cameo = event.codes.cameo
    sources = event.sources
    url = next((source.url for source in sources if source.url), "")
    first = next((source.published for source in sources if source.published), None)
    place = None if isinstance(event, FigureEvent) else event.place
    for one, other in dyads(event):
        actor, recipient = codebook.party(one), codebook.party(other) if other else None
        yield (
            str(_number(event.event_id, one, other or "")),
            *_days(event.date),
            *_actor(actor),
            *(_actor(recipient) if recipient else _NOBODY),
            *("", cameo, cameo[:3], cameo[:2], _quad(cameo), goldstein(cameo)),
            *(str(len(sources)), str(event.independent), str(len({source.article_id for source in sources})), ""),
            *_country(actor),
            *(_country(recipient) if recipient else _NOWHERE),
            *_place(place, codebook),
            f"{first:%Y%m%d}000000" if first else "",
            url,
        )


def _number(*names: str) -> int:
    """A number below 2^63 for what has no number here, derived from its names."""
    return int(derive("", *names)[:16], 16) >> 1


def _days(span: DateSpan | None) -> Row:
    """Day, month, year and fraction of the year of the first day, as far as the date is known."""
    if span is None:
        return ("",) * 4
    day: date = span.start
    exact = span.precision == "day"
    month = exact or span.precision == "month"
    return (
        f"{day:%Y%m%d}" if exact else "",
        f"{day:%Y%m}" if month else "",
        f"{day:%Y}",
        f"{day.year + (30 * (day.month - 1) + day.day) / 365:.4f}" if exact else "",
    )


def _actor(party: Party) -> Row:
    return (party.actor, party.name.upper(), party.country, party.group, "", "", "", party.sector, "", "")


def _country(party: Party) -> Row:
    if not party.fips:
        return _NOWHERE
    return (_COUNTRY, party.name, party.fips, party.fips, "", "", "", party.fips)


def _place(place: Place | None, codebook: Codebook) -> Row:
    if place is None:
        return _NOWHERE
    country = codebook.party(place.country) if place.country else Party("", "")
    kind = (_US_CITY if place.country == "USA" else _CITY) if place.name else _COUNTRY
    fullname = ", ".join(part for part in (place.name, country.name) if part)
    coordinates = ("" if place.lat is None else str(place.lat), "" if place.lon is None else str(place.lon))
    return (kind, fullname, country.fips, country.fips, "", *coordinates, "" if place.name else country.fips)


def _quad(cameo: str) -> str:
    """Verbal cooperation 1, material cooperation 2, verbal conflict 3, material conflict 4, by the root of the code."""
    root = int(cameo[:2])
    return str(1 + sum(root > last for last in (5, 8, 13)))
