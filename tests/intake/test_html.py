"""Pages give their text and what they say of themselves; no page takes long or raises."""

import time

import pytest

from streams.intake.html import read_page

PARAGRAPHS = [
    "The foreign ministers of Norway and Chile met in Oslo on Tuesday and signed a memorandum on fisheries.",
    "“We have waited for this day for years,” the Norwegian minister told reporters after the ceremony at the harbour.",
    "Trade between the two countries reached 412 million dollars last year, according to the statistics office.",
    "A joint committee will meet for the first time in Santiago in the spring and report to both parliaments.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Norway and Chile sign memorandum | Daily Example</title>
<meta property="og:title" content="Norway and Chile sign memorandum on fisheries">
<meta property="og:site_name" content="Daily Example">
<meta property="article:published_time" content="2023-05-09T14:30:00+02:00">
<meta name="author" content="Jane Doe"><script>var tracking = "ministers of Peru met";</script>
<style>.ad {{ color: red }}</style></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main><article><h1>Norway and Chile sign memorandum on fisheries</h1>{BODY}</article>
<aside class="related"><h3>Related</h3><ul><li><a href="/a">Peru and Japan sign treaty on mining</a></li></ul></aside>
</main>
<footer><p>© 2023 Daily Example. All rights reserved.</p></footer></body></html>"""


def test_a_page_gives_its_text_and_nothing_of_its_frame() -> None:
    text = read_page(PAGE).text
    for paragraph in PARAGRAPHS:
        assert paragraph in text
    for frame in ("Peru", "tracking", "color", "Home", "rights reserved"):
        assert frame not in text


def test_a_page_says_what_it_is() -> None:
    page = read_page(PAGE)
    assert page.title == "Norway and Chile sign memorandum on fisheries"
    assert (page.author, page.site, page.lang) == ("Jane Doe", "Daily Example", "en-GB")
    assert page.published == "2023-05-09T14:30:00+02:00"


@pytest.mark.parametrize(
    "linked",
    [
        '{"@type": "NewsArticle", "headline": "A", "datePublished": "2023-05-09", "author": [{"name": "Jane Doe"}]}',
        '[{"@type": "WebSite"}, {"headline": "A", "datePublished": "2023-05-09", "author": {"name": "Jane Doe"}}]',
        '{"@graph": [{"headline": "A", "datePublished": "2023-05-09", "author": "Jane Doe"}]}',
    ],
)
def test_linked_data_is_read(linked: str) -> None:
    page = read_page(f'<script type="application/ld+json">{linked}</script>{BODY}')
    assert (page.title, page.published, page.author) == ("A", "2023-05-09", "Jane Doe")


def test_a_page_of_divisions_and_breaks_gives_its_text() -> None:
    text = read_page("<html><body><div>" + "<br><br>".join(PARAGRAPHS) + "</div></body></html>").text
    assert [line for line in text.split("\n") if line.strip()] == PARAGRAPHS


def test_a_page_with_absurd_attributes_gives_its_text() -> None:
    attributes = " ".join(f"a{number}='>'" for number in range(500))
    assert read_page(f"<html><body><div {attributes}><p>Talks ended in Oslo.</p></div>").text == "Talks ended in Oslo."


def test_a_page_is_read_up_to_so_many_tags() -> None:
    text = read_page(PAGE.replace("</article>", "</article>" + "<i></i>" * 20_000 + "<p>Beyond.</p>")).text
    assert PARAGRAPHS[0] in text
    assert "Beyond" not in text


@pytest.mark.parametrize(
    "said",
    [
        '<meta name="pubdate" content="2023-05-09">',
        '<meta name="DC.date.issued" content="2023-05-09">',
        '<meta itemprop="datePublished" name="x" content="2023-05-09">',
        '<time itemprop="datePublished" datetime="2023-05-09">Tuesday</time>',
    ],
)
def test_the_day_of_publication_is_found_where_systems_put_it(said: str) -> None:
    assert read_page(f"<html><head>{said}</head>{BODY}").published == "2023-05-09"


def test_a_short_page_gives_what_it_has() -> None:
    assert read_page("<p>Talks ended in Oslo.</p>").text == "Talks ended in Oslo."


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "Talks ended.",
        "<b><i><font>" * 5_000 + "Talks ended.",
        "<div><script></div></script>" * 20_000 + "Talks ended.",
        "<svg>" + "<td>" * 50_000 + "Talks ended.",
        "<meta name=a content=b>" * 20_000,
        "<table><tr><td>" * 5_000 + "Talks ended.",
        "<p>a" * 60_000,
        "<a href=x>" * 60_000,
        "<" * 300_000,
        "<!--" * 80_000,
        "<script>" * 40_000,
        "<div " + " ".join(f"a{number}=b" for number in range(50_000)) + ">Talks ended.",
        "<div " + "".join(f'a{number}=">"' for number in range(50_000)) + ">Talks ended.",
        "</div " + "/".join(f"a{number}" for number in range(50_000)) + ">Talks ended.",
        ("<a " + " ".join(f"<a{number}" for number in range(99)) + ">x") * 2_000,
        "<select>" + "<optgroup><option>" * 80_000,
        ("<a><div>" * 60 + "x</a>" * 60) * 1_500,
        "<h1><h2>a" * 100_000,
        '<p itemprop="datePublished"' * 60_000,
        "<div " + "a=b " * 80_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>Talks ended.",
        "&amp" * 80_000,
        "\x00<p>\ud800</p>".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ],
)
def test_hostile_pages_end_soon_because_their_size_and_shape_are_bounded(html: str) -> None:
    start = time.process_time()
    read_page(html)
    assert time.process_time() - start < 5
