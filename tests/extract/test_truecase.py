"""Copy in capitals gets a case that names can be read from."""

from __future__ import annotations

import pytest

from streams.extract.tables import load
from streams.extract.truecase import TrueCaser

CASER = TrueCaser(load(), "en")


@pytest.mark.parametrize(
    ("capitals", "cased"),
    [
        ("THATCHER, MITTERRAND SIGN TREATY IN CANTERBURY", "Thatcher, Mitterrand sign treaty in Canterbury"),
        ("JAPAN'S PRIME MINISTER WILL VISIT POLAND IN MAY", "Japan's prime minister will visit Poland in May"),
        ("THE TWO LEADERS MAY ALSO MEET IN NEW YORK", "The two leaders may also meet in New York"),
        ("THE DEAL WAS RENEGOTIATED, U.S. OFFICIALS SAID", "The deal was renegotiated, U.S. officials said"),
        ("CHINA AND THE US RESUME TALKS. THEY MET IN GENEVA", "China and the US resume talks. They met in Geneva"),
        ("EGYPT'S PRESIDENT HOSNI MUBARAK MET NATO ENVOYS", "Egypt's President Hosni Mubarak met NATO envoys"),
    ],
)
def test_names_keep_their_capitals_and_words_lose_them(capitals: str, cased: str) -> None:
    assert CASER.text(capitals) == cased


def test_names_that_no_table_holds_stay_capitalised() -> None:
    assert CASER.text("HE RECEIVED AMBASSADOR QORBAN ZULVEKTO IN ROME").endswith("Qorban Zulvekto in Rome")


@pytest.mark.parametrize(
    "text",
    [
        "The NATO-Russia Council met in Brussels on Tuesday.",
        "NATO",
        "MOSCOW, April 7 (Reuters) - The foreign ministers met.",
        "",
    ],
)
def test_other_copy_is_left_alone(text: str) -> None:
    assert CASER.text(text) == text


def test_only_paragraphs_in_capitals_change_and_offsets_stay() -> None:
    text = "FRANCE AND SPAIN SIGN PACT\nThe pact was signed in NANTES on Monday.\nSTRASSE UND STRAẞE İSTANBUL MEETING"
    result = CASER.text(text)
    assert len(result) == len(text)
    assert result.split("\n")[:2] == ["France and Spain sign pact", "The pact was signed in NANTES on Monday."]


def test_other_languages_pass() -> None:
    assert TrueCaser(load(), "ru").text("ПУТИН И СИ ПОДПИСАЛИ ДОГОВОР") == "ПУТИН И СИ ПОДПИСАЛИ ДОГОВОР"
