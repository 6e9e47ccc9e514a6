"""Every record ends as exactly one message, and nothing in it depends on where or when it was handled."""

import json
import time

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import CleanArticle, Rejection
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_REJECTED
from streams.intake.stage import Intake

INTAKE = Intake()
ORIGIN = (("origin-topic", b"articles.raw"), ("origin-partition", b"3"), ("origin-offset", b"17"))
TEXT = "The ministers of Norway and Chile met in Oslo on Tuesday and signed a memorandum on fisheries."


def handle(value: bytes | None, intake: Intake = INTAKE) -> Message:
    step = intake.handle(Message(ARTICLES_RAW, "any", value, ORIGIN))
    assert step.writes == ()
    (message,) = step.messages
    return message


def article(**fields: object) -> CleanArticle:
    message = handle(json.dumps(fields).encode())
    assert message.topic is ARTICLES_CLEAN, message.value
    assert message.value is not None
    clean = CleanArticle.decode(message.value)
    assert message.key == clean.article_id
    return clean


def rejected(value: bytes | None, intake: Intake = INTAKE) -> Rejection:
    message = handle(value, intake)
    assert message.topic is ARTICLES_REJECTED, message.value
    assert message.value is not None
    rejection = Rejection.decode(message.value)
    assert message.key == rejection.record_id
    return rejection


def test_an_article_is_made_clean() -> None:
    clean = article(
        id="a1",
        url="https://example.org/1",
        title="Ministers sign memorandum | Daily Example",
        text=f"Ministers sign memorandum\n\nShare\n\nOSLO, May 9 (Example) - {TEXT}\n\nRead also\nOther news of a day",
        published="2023-05-10T08:00:00+02:00",
        outlet="Daily Example",
        lang="en-GB",
        rights="public domain",
    )
    assert clean.text == f"Ministers sign memorandum\nOSLO, May 9 (Example) - {TEXT}"
    assert clean.title == clean.text[: clean.title_end] == "Ministers sign memorandum"
    assert (clean.published_at, str(clean.published)) == ("2023-05-10T06:00:00Z", "2023-05-10")
    assert clean.dateline is not None
    assert (clean.dateline.place, str(clean.dateline.day)) == ("OSLO", "2023-05-09")
    assert clean.text[clean.dateline.end :] == TEXT
    assert (clean.article_id, clean.lang, clean.outlet) == ("a1", "en", "Daily Example")
    assert clean.dropped_lines == 4
    assert clean.extra == {"rights": "public domain"}


def test_wire_copy_in_capitals_is_made_clean() -> None:
    text = (
        "NORWAY AND CHILE AGREE ON FISHERIES PACT\n"
        "    OSLO, March 3 - THE FOREIGN MINISTERS OF NORWAY AND CHILE AGREED TO\n"
        "END THEIR DISPUTE OVER FISHERIES, OFFICIALS OF BOTH MINISTRIES SAID HERE\n"
        "AFTER A THIRD DAY OF NEGOTIATIONS.\n"
        "    THE &lt;ACCORD> WILL BE SIGNED ON FRIDAY IN SANTIAGO, THE CAPITAL OF\n"
        "CHILE, THEY SAID.\n"
        " REUTER\n\x03"
    )
    clean = article(text=text, published="3-MAR-1987 09:17:11.04")
    assert clean.text.split("\n") == [
        "NORWAY AND CHILE AGREE ON FISHERIES PACT",
        "OSLO, March 3 - THE FOREIGN MINISTERS OF NORWAY AND CHILE AGREED TO END THEIR DISPUTE OVER FISHERIES, "
        "OFFICIALS OF BOTH MINISTRIES SAID HERE AFTER A THIRD DAY OF NEGOTIATIONS.",
        "THE <ACCORD> WILL BE SIGNED ON FRIDAY IN SANTIAGO, THE CAPITAL OF CHILE, THEY SAID.",
    ]
    assert clean.dateline is not None
    assert (str(clean.dateline.day), clean.lang) == ("1987-03-03", "en")


def test_html_is_read_where_text_is_empty() -> None:
    head = '<meta property="og:site_name" content="Example"><title>Talks in Oslo</title>'
    html = f'<html lang="en"><head>{head}</head><p>{TEXT}</p></html>'
    clean = article(html=html, text=" ")
    assert clean.text == f"Talks in Oslo\n{TEXT}"
    assert clean.outlet == "Example"


def test_text_beats_html() -> None:
    assert article(html="<p>Of the page.</p>", text=TEXT).text == TEXT


def test_a_dateline_with_a_year_gives_a_missing_publication() -> None:
    text = f"Ministers sign memorandum\nOctober 7, 2002, Oslo\n{TEXT}"
    assert str(article(text=text).published) == "2002-10-07"
    assert str(article(text=text, published="2002-10").published) == "2002-10-07"
    assert article(text=text, published="2019").published is None
    assert str(article(text=text, published="2019-01-01").published) == "2019-01-01"


@pytest.mark.parametrize("given_id", [12, "12"])
def test_an_id_may_be_a_number_or_a_string(given_id: object) -> None:
    assert article(id=given_id, text=TEXT).article_id == "12"


@pytest.mark.parametrize("given_id", [None, "", " ", "x" * 201, "a\nb", "\u202e", True, 1.5, ["a"], {"a": 1}, 10**400])
def test_an_unusable_id_is_derived_from_the_content(given_id: object) -> None:
    first, again = article(id=given_id, text=TEXT, url="u"), article(url="u", text=TEXT, id=given_id)
    assert first.article_id == again.article_id
    assert first.article_id.startswith("art-")
    assert first.article_id != article(text=TEXT, url="v").article_id


def test_fields_of_a_wrong_type_are_kept_aside() -> None:
    clean = article(text=TEXT, title=["x"], published=20230510, url=None, tags=["a", {"b": [1]}])
    assert (clean.title, clean.published, clean.url) == (None, None, None)
    assert clean.extra == {"title": ["x"], "published": 20230510, "tags": ["a", {"b": [1]}]}


@pytest.mark.parametrize("published", ["2012-02-31", "9999-12-31", "soon", "", "9" * 5000])
def test_an_impossible_publication_date_is_no_reason_to_lose_an_article(published: str) -> None:
    assert article(text=TEXT, published=published).published is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "no_text"),
        (b"", "not_json"),
        (b"\x00" * 50, "not_json"),
        (b'{"text": "half', "not_json"),
        (b'{"text": "a", "x": NaN}', "not_json"),
        (b'{"text": "caf\xe9"}', "not_utf8"),
        ('{"text": "wide"}'.encode("utf-16"), "not_utf8"),
        (b"[1]", "not_object"),
        (b"null", "not_object"),
        (b'{"text": 5}', "wrong_type"),
        (b'{"html": ["<p>"], "text": ""}', "wrong_type"),
        (b'{"title": "no body"}', "no_text"),
        (b'{"text": null}', "no_text"),
        (b'{"text": ""}', "empty_text"),
        (b'{"text": " \\n\\u200b ... "}', "empty_text"),
        (b'{"html": "<p> </p>"}', "empty_text"),
        (b"[" * 100_000, "too_deep"),
        (b'{"text": "ok", "x": ' + b"[" * 40 + b"]" * 40 + b"}", "too_deep"),
        (b'{"text": "' + b"a" * 2_000_000 + b'"}', "too_large"),
    ],
)
def test_what_is_no_article_is_rejected_with_a_reason(value: bytes | None, reason: str) -> None:
    rejection = rejected(value)
    assert rejection.reason == reason
    assert rejection.size == len(value or b"")
    assert len(rejection.sample) <= 300 * 10
    assert rejection.sample.isprintable()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b'\xef\xbb\xbf{"text": "After a mark."}', "After a mark."),
        (b'{"text": "Raw \x00control\x1f characters."}', "Raw control characters."),
        (b'{"text": "Half \\ud83d of a pair, and a whole \\ud83d\\ude00."}', "Half of a pair, and a whole 😀."),
        (b'{"text": "An escaped \\\\ud83d stays."}', "An escaped \\ud83d stays."),
        ('{"text": "Turned \u202earound\u202c text."}'.encode(), "Turned around text."),
        (b'{"text": "One long ' + b"w" * 10_000 + b' word."}', "One long " + "w" * 10_000 + " word."),
    ],
)
def test_what_is_good_of_a_damaged_record_is_read(value: bytes, text: str) -> None:
    message = handle(value)
    assert message.value is not None
    assert orjson.loads(message.value)["text"] == text


def test_the_size_limit_is_a_setting() -> None:
    value = json.dumps({"text": TEXT}).encode()
    assert rejected(value, Intake(max_record_bytes=20)).reason == "too_large"


def test_a_rejection_says_where_it_stood_only_in_its_headers() -> None:
    message = handle(b"no json")
    assert message.headers[-3:] == ORIGIN
    elsewhere = INTAKE.handle(Message(ARTICLES_RAW, "other", b"no json")).messages[0]
    assert (elsewhere.key, elsewhere.value) == (message.key, message.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "url", "title", "text", "html", "published", "outlet", "source", "lang", "other"])
LINES = st.lists(
    st.text() | st.sampled_from([TEXT, "Share", "Read also", "OSLO, May 9 (AP) -", "", "- item", "b'\\xc3'"])
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(st.binary() | st.dictionaries(NAMES, JSON | LINES, max_size=6).map(lambda record: json.dumps(record).encode()))
def test_any_record_ends_as_one_message_that_is_no_bug(value: bytes) -> None:
    message = handle(value)
    assert message == handle(value)
    assert message.value is not None
    record = orjson.loads(message.value)
    assert record.get("reason") != "internal_error", record
    if message.topic is ARTICLES_CLEAN:
        clean = CleanArticle.decode(message.value)
        lines = clean.text.split("\n")
        assert all(line == line.strip() != "" for line in lines)
        assert clean.title is None or lines[0] == clean.title
        assert clean.title_end == len(clean.title or "")
    else:
        assert message.topic is ARTICLES_REJECTED


@pytest.mark.parametrize(
    "text",
    [
        "a\n" * 300_000,
        "Hello World\n" * 80_000,
        "word " * 200_000,
        "[" * 900_000,
        "{" * 900_000,
        "By Aa " * 150_000,
        "Aa-Bb " * 150_000,
        "**" * 400_000,
        "- " * 400_000,
        "b'" * 400_000,
        "&amp;" * 150_000,
        "\u200d" * 300_000,
        "January 1, 2000, " * 50_000,
        "\n".join(["a|" * 75] * 5_000),
        "\n".join(["a@" * 75] * 5_000),
        "\n".join(["Photo " * 26] * 5_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    value = json.dumps({"text": text, "title": text[:1000], "published": text[:1000]}).encode()
    start = time.process_time()
    handle(value)
    assert time.process_time() - start < 10
