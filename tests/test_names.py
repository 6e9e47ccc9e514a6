"""Which party people mean, by its code or its name."""

import pytest

from streams.names import Names

NAMES = Names()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kaz", "KAZ"),
        ("Kazakhstan", "KAZ"),
        (" united   kingdom ", "GBR"),
        ("Kazakhstan (KAZ)", "KAZ"),
        ("european union", "org:EU"),
        ("org:eu", "org:EU"),
    ],
)
def test_a_party_is_known_by_its_code_and_by_its_name(text: str, code: str) -> None:
    assert NAMES.code(text) == code
    assert code in NAMES.by_code


@pytest.mark.parametrize(
    ("text", "meant"), [("Kazakhstn", "Kazakhstan (KAZ)"), ("Frnace", "France (FRA)"), ("KAS", "Kazakhstan (KAZ)")]
)
def test_a_misspelt_party_is_like_the_one_meant(text: str, meant: str) -> None:
    assert NAMES.code(text) not in NAMES.by_code
    assert meant in NAMES.like(text)


def test_what_is_like_no_party_has_no_likeness() -> None:
    assert NAMES.like("ZZZ") == NAMES.like("somewhere over the rainbow") == []
