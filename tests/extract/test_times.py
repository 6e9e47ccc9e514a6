"""Dates in sentences, resolved against Wednesday 24 June 2015."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from streams.extract.tables import load
from streams.extract.times import Calendar
from streams.extract.when import When

ANCHOR = date(2015, 6, 24)


@cache
def calendar(lang: str) -> Calendar:
    return Calendar(load(), lang)


def found(text: str, lang: str = "en", anchor: date | None = ANCHOR) -> list[When]:
    return calendar(lang).find(text, 0, len(text), anchor)


def only(text: str, lang: str) -> When:
    whens = found(text, lang)
    assert len(whens) == 1, [text[when.start : when.end] for when in whens]
    return whens[0]


def days(when: When) -> str:
    """ "first" or "first/last" day."""
    first, last = when.span.start.isoformat(), when.span.end.isoformat()
    return first if first == last else f"{first}/{last}"


@pytest.mark.parametrize(
    ("lang", "text", "said", "expected"),
    [
        ("en", "They met on June 8, 2012, in Oslo.", "June 8, 2012", "2012-06-08"),
        ("en", "They met on 8 June 2012.", "8 June 2012", "2012-06-08"),
        ("en", "They met on the 8th of June 2012.", "8th of June 2012", "2012-06-08"),
        ("en", "They landed on July 20th, 1969.", "July 20th, 1969", "1969-07-20"),
        ("en", "OSLO, MARCH 3, 2003 - They met.", "MARCH 3, 2003", "2003-03-03"),
        ("en", "Signed on 2012-06-08 in Oslo.", "2012-06-08", "2012-06-08"),
        ("en", "Signed on 13/06/2012 in Oslo.", "13/06/2012", "2012-06-13"),
        ("en", "They meet on February 29, 2016.", "February 29, 2016", "2016-02-29"),
        ("en", "They met on Tuesday, 23 June 2015.", "Tuesday, 23 June 2015", "2015-06-23"),
        ("en", "They met on Wed., 3 June 2015.", "Wed., 3 June 2015", "2015-06-03"),
        ("es", "Se reunieron el 8 de junio de 2012.", "8 de junio de 2012", "2012-06-08"),
        ("es", "Entró en vigor el 1º de enero de 2016.", "1º de enero de 2016", "2016-01-01"),
        ("es", "Se firmó el martes 23 de junio de 2015.", "martes 23 de junio de 2015", "2015-06-23"),
        ("ru", "Они встретились 8 июня 2012 года.", "8 июня 2012", "2012-06-08"),
        ("ru", "Документ подписан 08.06.2012 в Осло.", "08.06.2012", "2012-06-08"),
        ("en", "on May 5 last year", "May 5 last year", "2014-05-05"),
        ("es", "el 5 de marzo de este año", "5 de marzo de este año", "2015-03-05"),
        ("ru", "5 марта прошлого года", "5 марта прошлого года", "2014-03-05"),
    ],
)
def test_a_full_date_is_that_day(lang: str, text: str, said: str, expected: str) -> None:
    when = only(text, lang)
    assert (text[when.start : when.end], days(when), when.span.precision) == (said, expected, "day")
    assert when.ahead is None


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "from June 8 to 10, 2012", "2012-06-08/2012-06-10"),
        ("en", "on 8-10 June 2012", "2012-06-08/2012-06-10"),
        ("en", "on June 8 and 9, 2012", "2012-06-08/2012-06-09"),
        ("en", "from 30 June to 2 July 2016", "2016-06-30/2016-07-02"),
        ("en", "from December 30 to January 2, 2016", "2015-12-30/2016-01-02"),
        ("en", "from 30 December to 2 January 2016", "2015-12-30/2016-01-02"),
        ("en", "visited on June 8-10", "2015-06-08/2015-06-10"),
        ("es", "del 8 al 10 de junio", "2015-06-08/2015-06-10"),
        ("es", "del 30 de junio al 2 de julio de 2016", "2016-06-30/2016-07-02"),
        ("ru", "8–10 июня", "2015-06-08/2015-06-10"),
        ("ru", "с 30 июня по 2 июля 2016 года", "2016-06-30/2016-07-02"),
    ],
)
def test_a_range_is_its_first_and_last_day(lang: str, text: str, expected: str) -> None:
    assert days(only(text, lang)) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "today", "2015-06-24"),
        ("en", "yesterday", "2015-06-23"),
        ("en", "the day before yesterday", "2015-06-22"),
        ("en", "tomorrow", "2015-06-25"),
        ("en", "last Tuesday", "2015-06-23"),
        ("en", "next Wednesday", "2015-07-01"),
        ("en", "three days ago", "2015-06-21"),
        ("en", "last week", "2015-06-15/2015-06-21"),
        ("en", "this week", "2015-06-22/2015-06-28"),
        ("en", "next month", "2015-07-01/2015-07-31"),
        ("en", "5 months ago", "2015-01-01/2015-01-31"),
        ("en", "last year", "2014-01-01/2014-12-31"),
        ("en", "two years ago", "2013-01-01/2013-12-31"),
        ("es", "ayer", "2015-06-23"),
        ("es", "pasado mañana", "2015-06-26"),
        ("es", "a las 10 de la mañana", "2015-06-24"),
        ("es", "el próximo jueves", "2015-06-25"),
        ("es", "el jueves pasado", "2015-06-18"),
        ("es", "hace tres días", "2015-06-21"),
        ("es", "la semana pasada", "2015-06-15/2015-06-21"),
        ("es", "el mes que viene", "2015-07-01/2015-07-31"),
        ("es", "hace 3 años", "2012-01-01/2012-12-31"),
        ("ru", "вчера", "2015-06-23"),
        ("ru", "позавчера", "2015-06-22"),
        ("ru", "в прошлый вторник", "2015-06-23"),
        ("ru", "два дня назад", "2015-06-22"),
        ("ru", "на прошлой неделе", "2015-06-15/2015-06-21"),
        ("ru", "в следующем месяце", "2015-07-01/2015-07-31"),
        ("ru", "в прошлом году", "2014-01-01/2014-12-31"),
        ("es", "el próximo día 26", "2015-06-26"),
        ("es", "el próximo día 3", "2015-07-03"),
        ("es", "el pasado día 30", "2015-05-30"),
    ],
)
def test_words_that_count_from_the_day_of_writing(lang: str, text: str, expected: str) -> None:
    when = only(text, lang)
    assert days(when) == expected
    assert when.deictic


@pytest.mark.parametrize(
    ("lang", "text", "behind", "ahead"),
    [
        ("en", "on Thursday", "2015-06-18", "2015-06-25"),
        ("en", "on Wednesday", "2015-06-24", "2015-06-24"),
        ("en", "on June 20", "2015-06-20", "2016-06-20"),
        ("en", "on July 10", "2015-07-10", "2015-07-10"),
        ("en", "on December 20", "2014-12-20", "2015-12-20"),
        ("en", "on Sept. 3", "2014-09-03", "2015-09-03"),
        ("en", "on Tuesday, June 23", "2015-06-23", "2016-06-23"),
        ("en", "in September", "2014-09-01", "2015-09-01"),
        ("es", "el jueves", "2015-06-18", "2015-06-25"),
        ("es", "en septiembre", "2014-09-01", "2015-09-01"),
        ("ru", "в четверг", "2015-06-18", "2015-06-25"),
        ("ru", "20 декабря", "2014-12-20", "2015-12-20"),
        ("ru", "во вторник, 23 июня", "2015-06-23", "2016-06-23"),
        ("es", "el día 26", "2015-05-26", "2015-06-26"),
        ("es", "el día 26 de mayo", "2015-05-26", "2016-05-26"),
    ],
)
def test_what_may_be_past_or_to_come_has_both_readings(lang: str, text: str, behind: str, ahead: str) -> None:
    when = only(text, lang)
    assert when.span.start.isoformat() == behind
    assert when.ahead is not None
    assert when.ahead.start.isoformat() == ahead


@pytest.mark.parametrize(
    ("lang", "text", "month"),
    [
        ("en", "in May", "2015-05"),
        ("en", "in May 2014", "2014-05"),
        ("en", "in June of 2012", "2012-06"),
        ("en", "last September", "2014-09"),
        ("en", "next March", "2016-03"),
        ("es", "en mayo de 2014", "2014-05"),
        ("ru", "в мае 2014 года", "2014-05"),
        ("en", "in July of last year", "2014-07"),
        ("en", "in October next year", "2016-10"),
        ("es", "en julio del año pasado", "2014-07"),
        ("ru", "в июле прошлого года", "2014-07"),
        ("ru", "в июне этого года", "2015-06"),
    ],
)
def test_a_month_is_the_whole_month(lang: str, text: str, month: str) -> None:
    when = only(text, lang)
    assert (when.span.start.isoformat(), when.span.precision) == (f"{month}-01", "month")
    assert when.span.end.isoformat().startswith(month)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "the 1994 treaty", "1994-01-01/1994-12-31"),
        ("en", "in 2010-2015", "2010-01-01/2015-12-31"),
        ("en", "in 2014/15", "2014-01-01/2015-12-31"),
        ("es", "desde 1994", "1994-01-01/1994-12-31"),
        ("ru", "в 1994 году", "1994-01-01/1994-12-31"),
    ],
)
def test_a_bare_year_is_marked_as_such(lang: str, text: str, expected: str) -> None:
    when = only(text, lang)
    assert (days(when), when.year_only, when.span.precision) == (expected, True, "year")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "on February 31"),
        ("en", "on 31 February 2015"),
        ("en", "on 2015-02-31"),
        ("en", "on June 31, 2015"),
        ("es", "el 31 de febrero"),
        ("ru", "31 февраля"),
        ("en", "2,015 people came"),
        ("en", "$2015 a month"),
        ("en", "a 2015-strong crowd"),
        ("en", "He may march on."),
        ("en", "May he march on!"),
        ("en", "Sundry Marches and Mayors"),
        ("en", "April Jones met Jan Roe at Mon Repos"),
        ("en", "August Roe spoke"),
        ("en", "the Good Friday Agreement"),
    ],
)
def test_what_is_no_day_gives_no_date(lang: str, text: str) -> None:
    assert found(text, lang) == []


def test_without_an_anchor_only_what_names_its_year_is_a_date() -> None:
    text = "Yesterday, on Tuesday and on June 8 they recalled June 9, 2012."
    assert [days(when) for when in found(text, anchor=None)] == ["2012-06-09"]


def test_only_the_characters_asked_for_are_searched() -> None:
    text = "In 1994 they met, in 1998 they signed, in 2004 they quarrelled."
    (when,) = calendar("en").find(text, 10, 40, ANCHOR)
    assert text[when.start : when.end] == "1998"


def test_dates_come_in_the_order_of_the_text() -> None:
    text = "On Monday they recalled May 2014, the 1994 treaty and 8 June 2012."
    starts = [when.start for when in found(text)]
    assert starts == sorted(starts)
    assert len(starts) == 4


@pytest.mark.parametrize(
    ("text", "expected", "ahead"),
    [
        ("met at the weekend", "2015-06-20/2015-06-21", "2015-06-27/2015-06-28"),
        ("meet this weekend", "2015-06-20/2015-06-21", "2015-06-27/2015-06-28"),
        ("met last weekend", "2015-06-20/2015-06-21", None),
        ("meet next weekend", "2015-06-27/2015-06-28", None),
    ],
)
def test_a_weekend_is_saturday_and_sunday(text: str, expected: str, ahead: str | None) -> None:
    when = only(text, "en")
    assert days(when) == expected
    assert (f"{when.ahead.start}/{when.ahead.end}" if when.ahead else None) == ahead


def test_on_a_sunday_the_weekend_is_under_way() -> None:
    when = found("meet this weekend", anchor=date(2015, 6, 28))[0]
    assert (days(when), when.ahead) == ("2015-06-27/2015-06-28", None)


@pytest.mark.parametrize(
    ("lang", "text", "said", "expected"),
    [
        ("en", "They met last winter.", "last winter", "2014-12-01/2015-02-28"),
        ("en", "They meet next spring.", "next spring", "2016-03-01/2016-05-31"),
        ("en", "They met in the fall of 2010.", "fall of 2010", "2010-09-01/2010-11-30"),
        ("en", "They meet later this summer.", "later this summer", "2015-06-01/2015-08-31"),
    ],
)
def test_a_season_is_its_three_months(lang: str, text: str, said: str, expected: str) -> None:
    when = only(text, lang)
    assert (text[when.start : when.end], days(when), when.span.precision) == (said, expected, "month")
