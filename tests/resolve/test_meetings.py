"""Whether two reports name the same people."""

import pytest

from streams.resolve.meetings import acquainted
from streams.resolve.member import name_words


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("Xi", "Xi Jinping", {"CHN": True}),
        ("Wang Yi", "Xi Jinping", {"CHN": False}),
        ("Си Цзиньпин", "Xi Jinping", {}),
        ("X. J.", "Xi Jinping", {}),
    ],
)
def test_people_are_the_same_by_any_word_and_unknown_where_names_cannot_be_compared(
    one: str, other: str, known: dict[str, bool]
) -> None:
    assert acquainted({"CHN": name_words(one)}, {"CHN": name_words(other)}) == known
    assert acquainted({"CHN": name_words(other)}, {"CHN": name_words(one)}) == known
