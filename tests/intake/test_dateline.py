"""Where and when a report was filed, in the forms that agencies and archives use."""

from datetime import date

import pytest

from streams.intake.dateline import find_dateline

PUBLISHED = date(2024, 11, 29)
REST = "The presidents met on Thursday and signed a protocol."


@pytest.mark.parametrize(
    ("opening", "place", "day"),
    [
        ("ASTANA, Nov 28 (Reuters) - ", "ASTANA", date(2024, 11, 28)),
        ("Astana, Nov 28 (IANS/RIA Novosti): ", "Astana", date(2024, 11, 28)),
        ("MOSCOW (AP) — ", "MOSCOW", None),
        ("(CNN) -- ", "", None),
        ("BEIJING, Nov. 28 (Xinhua) -- ", "BEIJING", date(2024, 11, 28)),
        ("MOSCOW, November 28. /TASS/. ", "MOSCOW", date(2024, 11, 28)),
        ("MOSCOW. Nov 28 (Interfax) - ", "MOSCOW", date(2024, 11, 28)),
        ("МОСКВА, 28 ноября. /ТАСС/. ", "МОСКВА", date(2024, 11, 28)),
        ("МОСКВА, 28 ноя — РИА Новости. ", "МОСКВА", date(2024, 11, 28)),
        ("Moscú, 28 nov (EFE).- ", "Moscú", date(2024, 11, 28)),
        ("Ciudad de México, 28 de noviembre (Notimex).- ", "Ciudad de México", date(2024, 11, 28)),
        ("QUITO.- ", "QUITO", None),
        ("MÉXICO, D.F.- ", "MÉXICO, D.F.", None),
        ("Ереван, 28 ноября, АрменПресс. ", "Ереван", date(2024, 11, 28)),
        ("BAKU, Azerbaijan, November 28. ", "BAKU, Azerbaijan", date(2024, 11, 28)),
        ("SEOUL, Nov. 28 (Yonhap) -- ", "SEOUL", date(2024, 11, 28)),
        ("NEW DELHI: ", "NEW DELHI", None),
        ("ASTANA – ", "ASTANA", None),
        ("Washington — ", "Washington", None),
        ("LONDON, England (CNN) -- ", "LONDON, England", None),
        ("NEW YORK 2024-11-28 ", "NEW YORK", date(2024, 11, 28)),
        ("Pyongyang, November 28, 2024 (KCNA) -- ", "Pyongyang", date(2024, 11, 28)),
    ],
)
def test_wire_datelines(opening: str, place: str, day: date | None) -> None:
    filed = find_dateline([opening + REST])
    assert filed is not None
    assert filed.place == place
    assert filed.date(PUBLISHED) == day
    assert filed.length == len(opening)


@pytest.mark.parametrize(
    ("lines", "place", "day"),
    [
        (["October 7, 2002, Chisinau", REST], "Chisinau", date(2002, 10, 7)),
        (["April 27, 2001, The Kremlin, Moscow", REST], "The Kremlin, Moscow", date(2001, 4, 27)),
        (["A standfirst of the page.", "June 28, 2019", "11:00", "Osaka", REST], "Osaka", date(2019, 6, 28)),
        (["Thursday, May 7, 2015", REST], "", date(2015, 5, 7)),
        (["Geneva", "20 December 2004", REST], "Geneva", date(2004, 12, 20)),
    ],
)
def test_date_lines_of_archives(lines: list[str], place: str, day: date) -> None:
    filed = find_dateline(lines)
    assert filed is not None
    assert (filed.place, filed.date(None)) == (place, day)


@pytest.mark.parametrize(
    "line",
    [
        "MR. SMITH: General, please go on with the briefing.",
        "PRESIDENT BROWN: Thank you all for coming here today.",
        "President Brown said on May 3 that talks went on.",
        "The talks - the third this year - were short.",
        "Tuesday, July 23",
        "In Geneva, the ministers met for talks.",
        "In Rome, Italy, May 3-4, the ministers will hold talks.",
        "ROME, May 3-4, the ministers will hold talks.",
        "UPDATE: Talks have ended.",
        "May 3, 2024 was a day of talks.",
    ],
)
def test_what_is_no_dateline(line: str) -> None:
    assert find_dateline([line]) is None


def test_the_year_comes_from_the_nearest_publication() -> None:
    filed = find_dateline(["MOSCOW, Dec 31 (Reuters) - " + REST])
    assert filed is not None
    assert filed.date(date(2025, 1, 1)) == date(2024, 12, 31)
    assert filed.date(date(2024, 6, 1)) is None
    assert filed.date(None) is None
