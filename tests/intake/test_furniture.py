"""Furniture goes, sentences stay."""

import pytest

from streams.intake.furniture import Kind, body_of, kinds_of

A = "The foreign ministers of the two countries met in the capital on Tuesday and discussed trade and transit."
B = "They signed a memorandum on water and agreed to open a second border crossing before the end of the year."
TITLE = "Ministers sign memorandum on water"


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "ПОДЕЛИТЬСЯ",
        "Compartir",
        "Facebook Twitter Google+ Print",
        "Google+ Pinterest LinkedIn Tumblr +",
        "* * *",
        "###",
        "By Jane Doe",
        "Por Juan Pérez",
        "Photo by John Roe",
        "Photo: Ministry of Foreign Affairs",
        "Home | News | World | Contact",
        "Updated 10:32 GMT, 3 May",
        "USD 502.51",
        "https://example.org/a/b",
        "ab/cd/ef",
        "You have 2000 characters left.",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "© 2024 The Daily Example",
        "Copyright 2024 Example. All rights reserved.",
        "Source: Example News Agency",
        "Фото: пресс-служба",
        "Подписывайтесь на наш канал",
        "Sign up for our newsletter to get the news",
    ],
)
def test_furniture_is_known_by_its_form(line: str) -> None:
    assert kinds_of([line])[0] >= Kind.JUNK
    assert body_of([A, line, B], None) == [A, B]


@pytest.mark.parametrize(
    "line",
    [
        "Thank you.",
        "Economic cooperation",
        "The following documents were signed:",
        "By 2030 trade is to reach $10 billion.",
        "Agreement on water",
        "By the end of the year both sides will sign a treaty on transit, the minister said.",
        "Talks went on.",
        "The ministers will share information on water levels.",
        "Tokyo and Seoul shared a photo by satellite of the island.",
        "Mr Doe said: “Read more about our treaty.”",
        "Twitter said on Tuesday it would comply.",
        "Комментарии министра были краткими.",
    ],
)
def test_what_may_be_text_stays_within_the_body(line: str) -> None:
    assert line in body_of([A, line, B], None)


def test_other_headlines_below_the_body_go() -> None:
    lists = ["Read also", "Kaz and Japan sign 14 documents", "Market burns down in Atyrau", "Weather", "Алматы"]
    assert body_of([A, B, *lists], None) == [A, B]


def test_headlines_without_a_heading_go_from_below_the_body() -> None:
    headlines = [f"Minister number {n} arrives in the capital for talks" for n in range(3)]
    assert body_of([A, B, *headlines], None) == [A, B]


def test_a_list_of_documents_stays() -> None:
    documents = [
        "Agreement on the border",
        "Memorandum on water",
        "Protocol on the transit of goods",
        "Joint statement of ministers",
    ]
    assert body_of([A, B, *documents], None) == [A, B, *documents]
    entries = [
        "two members of parliament",
        "the mayor of the capital city",
        "five of the best-known writers",
        "a bishop",
    ]
    assert (
        body_of([A, "The delegation of the guest, which stays until Friday, included:", *entries], None)[-4:] == entries
    )


def test_a_read_also_in_the_middle_takes_no_paragraph_with_it() -> None:
    assert body_of([A, "Read also", "Minister arrives in capital", B], None) == [A, B]


def test_comments_go_with_their_form() -> None:
    comment = "I have never read such nonsense about our neighbours and their ministers in all of my life."
    assert body_of([A, B, A.upper(), "Leave a Comment", comment], None) == [A, B, A.upper()]


def test_a_link_to_the_comments_above_the_body_ends_nothing() -> None:
    assert body_of(["Leave a comment", A, B], None) == [A, B]


def test_the_title_is_said_once_and_the_menu_above_it_goes() -> None:
    menu = ["Home", "Africa", "Americas", "Special Reports", "Programmes", "Our People"]
    assert body_of([f"{TITLE} | Example News", *menu, TITLE, A, TITLE, B], TITLE) == [A, B]


def test_a_menu_above_the_body_goes_and_the_date_line_stays() -> None:
    menu = ["Africa", "Americas", "Special Reports", "Programmes", "Our People", "Music", "Arts"]
    assert body_of([*menu, "Geneva", "20 December 2004", A], None) == ["Geneva", "20 December 2004", A]


def test_a_repeated_paragraph_is_kept_once() -> None:
    assert body_of([A, "Thank you.", A, "Thank you.", B], None) == [A, "Thank you.", "Thank you.", B]


def test_a_text_of_one_line_is_no_furniture() -> None:
    assert body_of(["Share"], None) == ["Share"]
