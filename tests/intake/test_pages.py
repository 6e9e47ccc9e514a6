"""Whole pages, as HTML and flattened to text: the article is found, and nothing of its frame."""

from __future__ import annotations

import json

import pytest
from resiliparse.extract.html2text import extract_plain_text

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_RAW
from streams.intake.stage import Intake
from tests.bench.clean import PAGES, main, measure
from tests.bench.pages import article_of, digests, listed

INTAKE = Intake()
NAMES = [path.stem for path in sorted(PAGES.glob("*.html"))]


def article(**fields: object) -> CleanArticle:
    (message,) = INTAKE.handle(Message(ARTICLES_RAW, "", json.dumps(fields).encode())).messages
    assert message.value is not None
    return CleanArticle.decode(message.value)


def page(name: str) -> tuple[str, list[str]]:
    return (PAGES / f"{name}.html").read_text("utf-8"), (PAGES / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_gives_its_article(name: str) -> None:
    html, text = page(name)
    assert article(html=html).text.split("\n")[1:] == text


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_a_scraper_has_flattened_gives_its_article(name: str) -> None:
    html, text = page(name)
    flat = extract_plain_text(html, preserve_formatting=True, list_bullets=False, alt_texts=False)
    assert article(text=flat, title=article(html=html).title).text.split("\n")[1:] == text


@pytest.mark.parametrize(
    ("name", "title", "author", "site", "published", "lang"),
    [
        ("en", "Norway and Chile sign fisheries memorandum", "Jane Roe", "The Harbour Post", "2023-05-09", "en"),
        ("es", "Uruguay y Finlandia firman un convenio", "Juan Roe", "El Diario del Puerto", "2022-10-04", "es"),
        ("ru", "Монголия и Латвия подписали соглашение о транзите", "Иван Роу", "Портовая газета", "2019-03-14", "ru"),
    ],
)  # fmt: skip
def test_a_page_says_what_it_is(name: str, title: str, author: str, site: str, published: str, lang: str) -> None:
    clean = article(html=page(name)[0])
    assert (clean.title, clean.author, clean.site, clean.outlet) == (title, author, site, site)
    assert (str(clean.published), clean.lang) == (published, lang)


def test_what_the_record_says_beats_the_page() -> None:
    clean = article(html=page("en")[0], outlet="Wire", author="Joe Doe", title="Pact", published="2023-05-10")
    assert (clean.title, clean.author, clean.outlet) == ("Pact", "Joe Doe", "Wire")
    assert (clean.site, str(clean.published)) == ("The Harbour Post", "2023-05-10")


def test_a_page_of_which_most_is_script_is_read_to_its_end() -> None:
    html, text = page("en")
    scripts = f"<script>{'var a = 1; ' * 80_000}</script><style>{'p {} ' * 80_000}</style>"
    assert article(html=html.replace("<article>", f"{scripts}<article>")).text.split("\n")[1:] == text


def test_the_mixed_page_keeps_the_language_of_its_body() -> None:
    html, _ = page("en")
    other, _ = page("ru")
    menu = other[other.index("<nav>") : other.index("</nav>")]
    mixed = html.replace("<main>", menu * 20 + "<main>")
    assert article(html=mixed).lang == "en"
    flat = extract_plain_text(mixed, preserve_formatting=True, list_bullets=False, alt_texts=False)
    assert article(text=flat, title=article(html=html).title).lang == "en"


def test_the_lines_of_a_fetched_page_are_known_by_their_digests() -> None:
    html = "<nav>World</nav><p>Talks ended.</p><p>A pact was signed.</p><p>Talks ended.</p>"
    assert article_of(html, digests("Talks ended.", "A pact was signed.")) == "Talks ended.\nA pact was signed."
    assert {page.set for page in listed()} == {"kept", "tuned"}
    assert all(bool(page.lines) != bool(page.text) for page in listed())


def test_the_benchmark_measures_every_way() -> None:
    scores = {score.name: score for score in measure(PAGES)}
    assert set(scores) == {"intake", "resiliparse", "trafilatura", "lines of flattened pages"}
    assert scores["intake"].f1 == scores["lines of flattened pages"].f1 == 1
    assert main([str(PAGES.parent)]) == 2
