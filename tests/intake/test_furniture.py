"""Furniture goes, sentences stay."""

import pytest

from streams.intake.forms import Kind, kinds_of
from streams.intake.furniture import body_of

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
        "(También puede leer: Ministros firman un acuerdo)",
        "Jane Roe, photo: Archive of the Government",
        "The two ministers shake hands at the palace on the lake (Photo / AFP)",
        "— Jane Doe (@janedoe) May 3, 2021",
        "Hace 3 horas",
        "Lesezeit: 3 Minuten",
        "By Jane Doe jane@example.org",
        "Vous avez repéré une erreur ?",
        "Water / Rivers / Treaties / Abroad",
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
        "The two ministers are to meet again in the capital next week, he said. (Reuters)",
        "Journalist: Mr Minister, what comes next?",
        "By Tuesday: foreign ministers are expected",
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


MENU = ["Facebook", "E-Mail", "Politik", "Kultur", "Sport", "Reisen", "Wetter", "Auto", "Leben", "Netzwelt"] * 3
CAPITALS = [A.upper(), B.upper()]


def test_a_long_list_of_short_entries_is_no_menu() -> None:
    states = [f"State of {name}" for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDE"]
    text = [A, B, *CAPITALS, "The delegations came from:", *states]
    assert body_of(text, None) == text


def test_a_page_whose_language_has_few_forms_is_known_by_its_menus() -> None:
    teasers = ["Neues Stadion eröffnet", "Bahn streicht Züge"]
    assert body_of([*MENU, A, B, *CAPITALS, *teasers, *MENU], None) == [A, B, *CAPITALS]


def test_a_page_loses_what_stands_between_its_heading_and_its_text_but_not_date_standfirst_and_speaker() -> None:
    standfirst = "Second border crossing to open before the end of the year"
    speaker = "President of Norway Jane Roe: Colleagues,"
    above = [standfirst, "World affairs", "Abroad", "3 May 2019", "Oslo", "Reading aloud", "Large letters", speaker]
    body = body_of([*MENU, TITLE, *above, A, B, *CAPITALS, *MENU], TITLE)
    assert body == [standfirst, "Abroad", "3 May 2019", "Oslo", speaker, A, B, *CAPITALS]


def test_a_page_loses_captions_and_links_between_its_paragraphs_but_no_list() -> None:
    link = "How two neighbours came to share the water of a river that both call their own"
    entry = "the opening of a second crossing on the river for lorries and for trains by 2030"
    text = [A + B, B + A, "They agreed on:", entry, *CAPITALS]
    assert body_of([*MENU * 2, text[0], link, *text[1:], *MENU * 2], None) == text


def test_headlines_that_a_page_says_twice_are_its_frame() -> None:
    teasers = [
        "Parliament debates the new budget",
        "Storm closes the harbour for a day",
        "Museum reopens after repairs",
    ]
    page = [*teasers * 2, "Share", "Print", A, B, *CAPITALS, *teasers * 2, "Share", "Print"]
    assert body_of(page, None) == [A, B, *CAPITALS]


def test_comments_go_even_where_they_are_longer_than_the_article() -> None:
    article = [f"{number}. {A} {B}" for number in range(12)]
    comments = [f"I say it {number} times: {A} {B} {A}" for number in range(30)]
    assert body_of([*article, "30 Comments", *comments], None) == article


def test_a_phrase_of_furniture_within_a_word_takes_no_paragraph() -> None:
    paragraph = (
        "The number of roadblocks is being reduced, the president noted, and the others will serve another purpose."
    )
    assert body_of([A, paragraph, B], None) == [A, paragraph, B]


def test_the_text_ends_above_its_tags_and_what_follows_them() -> None:
    assert body_of([A, B, "Tags: water, border", "Parliament debates the new budget of the year."], None) == [A, B]
    assert body_of(["Tags: water, border", A, B], None) == [A, B]


def test_a_heading_without_the_name_of_the_site_and_with_other_quotes_says_the_title() -> None:
    said, heading = "Ministers sign ‘memorandum’ on water - Example News", "Ministers sign 'memorandum' on water"
    assert body_of(["Home", "Africa", heading, A, B], said) == [A, B]


def test_a_sentence_that_says_the_title_again_leaves_the_date_line_above_it() -> None:
    text = ["June 7, 2001, Oslo", f"{TITLE}.", A, B]
    assert body_of(text, TITLE) == text


def test_a_page_loses_rows_of_links_and_labelled_ones_between_its_paragraphs_but_no_heading() -> None:
    links = ["One river, two neighbours", "How water became scarce", "Who lives along the border"]
    heading, third, fourth, fifth = "Water and its price", A + A, B + B, A.upper() + B
    page = [*MENU * 2, A + B, B + A, *links, third, heading, fourth, "Profile | Jane Roe", fifth, *MENU * 2]
    assert body_of(page, None) == [A + B, B + A, third, heading, fourth, fifth]
