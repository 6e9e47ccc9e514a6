"""Paragraphs come out one a line, whatever columns the text was wrapped to."""

import textwrap

from streams.intake.layout import over_captions, paragraphs

FIRST = (
    "The foreign ministers of the two neighbouring countries met in the capital on Tuesday to discuss trade, "
    "transit and the border treaty that their predecessors had signed thirty years before. They agreed to meet again."
)
SECOND = (
    "A joint commission will report by the end of March, said the spokesman, who declined to give further "
    "details of a draft that both sides have kept from the press since negotiations began in early spring."
)


def test_hard_wrapped_text_is_joined() -> None:
    text = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in (FIRST, SECOND))
    assert paragraphs(text) == [FIRST, SECOND]


def test_indented_paragraphs_of_wire_copy_are_told_apart() -> None:
    text = "\n".join(textwrap.fill(paragraph, 65, initial_indent="    ") for paragraph in (FIRST, SECOND))
    assert paragraphs(text) == [FIRST, SECOND]


def test_the_title_is_not_joined_to_wrapped_text() -> None:
    title = "Neighbours to revive their old border treaty after a meeting of ministers"
    assert paragraphs(f"{title}\n{textwrap.fill(FIRST, 72)}", title) == [title, FIRST]


def test_items_of_wrapped_lists_stay_apart() -> None:
    items = [f"- {FIRST}", f"- {SECOND}"]
    text = "\n".join(textwrap.fill(item, 72, subsequent_indent="    ") for item in items)
    assert paragraphs(text) == items


def test_addresses_of_links_do_not_hide_that_a_text_is_wrapped() -> None:
    link = "[the plan](https://example.org/" + "briefing-room/" * 8 + ")"
    wrapped = [
        "The national security advisor and a delegation of high officials,",
        "including Deputy",
        "Administrator Coleman, will travel to Guatemala and El Salvador on",
        "November 27 to meet with officials and leaders, and will highlight",
        link,
        "for the whole region, with a view to the talks of the coming month",
    ]
    assert not any(paragraph.startswith("November") for paragraph in paragraphs("\n".join(wrapped)))


def test_short_lines_stay_lines() -> None:
    lines = ["Exchange of notes", "Protocol on transit", "Memorandum on water", "Joint statement"]
    assert paragraphs("\n".join(lines)) == lines


def test_a_broken_sentence_is_joined() -> None:
    assert paragraphs("The ministers met in the capital to discuss the trade\nand the border treaty.") == [
        "The ministers met in the capital to discuss the trade and the border treaty."
    ]


def test_a_caption_in_a_sentence_moves_below_it() -> None:
    lines = [
        "The minister said that he was ready to coordinate the",
        "A minister waves his hat",
        "withdrawal of troops.",
    ]
    assert over_captions(lines) == [f"{lines[0]} {lines[2]}", lines[1]]


def test_spaces_and_light_mark_up_go() -> None:
    text = "**GENEVA** –\u00a0The  [two sides](https://example.org/a) met; see <https://example.org>."
    assert paragraphs(text) == ["GENEVA – The two sides met; see https://example.org."]
