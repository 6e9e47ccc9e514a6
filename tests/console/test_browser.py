"""The console in a real browser: keys, live events, a phone, dark and light, nothing asked of other places."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from schemas.article import RawArticle
from tests.console.conftest import COMMAND, ROOT

PAGES = ("/", "/?party=KAZ&party=RUS", "/live", "/relations", "/relation?one=RUS&other=KAZ", "/party?code=KAZ")
NARROW = 360  # pixels: a small phone
READ = "Kazakh President Kassym-Jomart Tokayev met Chinese President Xi Jinping in Astana on Tuesday."


@pytest.fixture
def page(browser, console):
    """The browser at the first page, a desk's size, having asked and complained about nothing yet."""
    browser.show(1200, 900)
    browser.requests.clear()
    browser.complaints.clear()
    browser.open(console.url + "/")
    return browser


def focused(browser):
    return browser.run("document.activeElement.closest('.row')?.dataset.id")


def some_pages(console):
    event = console.rows("/?kind=meeting")[0]
    article = next(each for each in console.get(f"/event?id={event}").all("a", "href") if each.startswith("/article"))
    return (*PAGES, f"/event?id={event}", article, "/throughput", "/none")


def test_lines_are_walked_and_opened_with_keys(page, console):
    rows = console.rows("/")
    page.press("j")
    assert focused(page) == rows[0]
    page.press("j", "j", "k")
    assert focused(page) == rows[1]
    page.press("Enter")
    page.until(f"location.search === '?' + new URLSearchParams({{id: '{rows[1]}'}})", "the event does not open")
    page.wait_loaded()
    assert page.run("document.querySelector('mark') !== null")
    page.press("u")
    page.until("location.pathname === '/'", "there is no way back")


def test_search_needs_no_mouse(page):
    page.press("/")
    assert page.run("document.activeElement.name") == "party"
    page.ask("Input.insertText", text="kazakhstan")
    page.press("Enter")
    page.until("new URLSearchParams(location.search).get('party') === 'kazakhstan'", "the search does not start")
    page.wait_loaded()
    assert page.run("location.search") == "?party=kazakhstan"  # fields left empty do not stand in the address
    assert page.run("[...document.querySelectorAll('.row')].every((row) => row.textContent.includes('KAZ'))")


def test_keys_lead_to_the_other_pages_and_are_told(page):
    page.press("?")
    assert page.run("document.getElementById('help').open")
    page.press("l")
    assert page.run("location.pathname") == "/"  # what is told there is not done there
    page.press("Escape")
    for key, path in (("l", "/live"), ("r", "/relations"), ("t", "/throughput"), ("e", "/")):
        page.press(key)
        page.until(
            f"location.pathname === '{path}' && document.readyState === 'complete'", f"{key} does not lead there"
        )
    page.press("n")
    page.until("location.search === '?page=2'", "there is no next page")


def test_events_appear_on_the_live_page_as_they_are_read(started, browser, sample, tmp_path):
    """Another process reads an article into the log while the page is open; a search holds there, too."""
    folder = tmp_path / "data"
    environment = os.environ | {"COMMUNIQUE_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}

    def read(number, text):
        article = RawArticle(id=f"live-{number}", title=f"Story {number}", text=text, published="2024-07-02")
        given = article.encode()
        subprocess.run([*COMMAND, "run", "-"], input=given, env=environment, cwd=tmp_path, check=True, timeout=120,
                       stdout=subprocess.DEVNULL)  # fmt: skip

    read(1, "The weather was fine in all of the country on Tuesday, and nobody met anybody there at all.")
    console = started(folder=folder)
    browser.open(console.url + "/live?party=KAZ")
    browser.until("document.getElementById('state').textContent === 'Live.'", "the stream does not open")
    assert browser.run("document.querySelectorAll('.row').length") == 0
    read(2, READ)
    shown = browser.until("document.querySelector('#live .row.arrived')?.textContent", "the event does not come")
    assert "CHN" in shown
    assert "new" in shown
    assert browser.run("document.getElementById('waiting').hidden")
    assert len(console.rows("/?party=KAZ")) == browser.run("document.querySelectorAll('#live .row').length")


def test_no_page_is_wider_than_a_phone(browser, console):
    browser.show(NARROW, 740, phone=True)
    for path in some_pages(console):
        browser.open(console.url + path)
        width = browser.run("document.documentElement.scrollWidth")
        assert width <= NARROW, (path, width)


def test_the_console_is_dark_where_the_reader_wants_it(browser, console):
    colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    looks = []
    for dark in (False, True):
        browser.show(1200, 900, dark=dark)
        browser.open(console.url + "/")
        looks.append([sum(map(int, each[4:-1].split(","))) for each in browser.run(colours)])
    (light_paper, light_ink), (dark_paper, dark_ink) = looks
    assert light_paper > 600 > 150 > light_ink
    assert dark_paper < 150 < 600 < dark_ink


def test_pages_ask_only_the_console_and_break_no_policy_of_theirs(page, console):
    for path in some_pages(console):
        page.open(console.url + path)
    assert {urlsplit(each).netloc for each in page.requests} == {urlsplit(console.url).netloc}
    assert [each for each in page.complaints if "404" not in each] == []


@pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="for people: SCREENSHOTS names a folder")
def test_screenshots(browser, console):
    folder = Path(os.environ["SCREENSHOTS"])
    for look, options in (
        ("light", {"width": 1200, "height": 900}),
        ("dark", {"width": 1200, "height": 900, "dark": True}),
        ("phone", {"width": 390, "height": 844, "phone": True}),
    ):
        browser.show(**options)
        for path in some_pages(console):
            browser.open(console.url + path)
            name = urlsplit(path).path.strip("/") or "events"
            browser.screenshot(folder / f"{name}-{look}.png")
