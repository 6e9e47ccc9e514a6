"""Sports news tells of no meetings, unless those who govern meet there."""

import pytest

from schemas.article import CleanArticle
from streams.extract.reader import Reader

MATCH = """Denmark beat Norway on penalties
Denmark and Norway met in the semi-final of the tournament in Oslo on Sunday. The striker scored two goals before
the referee ended extra time. The coach praised his goalkeeper."""
SUMMIT = (
    " Danish Prime Minister Mette Frederiksen held talks with Norwegian Prime Minister Jonas Gahr Store at the stadium."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def kinds(reader: Reader, text: str) -> list[str]:
    article = CleanArticle(article_id="a", record_id="r", text=text.replace("\nthe", " the"), title_end=32, lang="en")
    return [report.kind for report in reader.read(article)[1].reports]


def test_a_match_is_no_meeting(reader: Reader) -> None:
    assert "meeting" not in kinds(reader, MATCH)


def test_prime_ministers_who_meet_at_a_match_do_meet(reader: Reader) -> None:
    assert "meeting" in kinds(reader, MATCH + SUMMIT)


TRANSFER = """United accept Madrid bid
Madrid have agreed a deal with the English club for the winger. The manager said Spain and England signed a contract
on Monday, and that the player would join the squad before the season."""
RECIPE = """A state visit to the dumpling
The Polish and the Georgian delegation met in our kitchen. Let 300 grams of flour and water sign a treaty, knead the
dough, and fry two onions until Poland and Georgia agree. Serve with sour cream."""
PLAIN = """Spain and Portugal signed a treaty on water in Madrid on Monday."""


def test_a_transfer_of_players_is_no_agreement_of_states(reader: Reader) -> None:
    assert kinds(reader, PLAIN) == ["agreement"]
    assert kinds(reader, TRANSFER) == []


def test_a_recipe_that_jests_of_treaties_tells_none(reader: Reader) -> None:
    assert kinds(reader, RECIPE) == []
