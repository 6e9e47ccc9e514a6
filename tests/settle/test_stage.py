"""Lines that recur under other headlines of a site go, whatever the order in which the articles come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import CleanArticle, Dateline
from schemas.message import Message, message, tombstone
from schemas.topics import ARTICLES_CLEAN, ARTICLES_REJECTED, ARTICLES_SETTLED
from streams.settle.stage import Settle
from streams.stage import Step

BODY = "The ministers of the two countries met in the capital on Tuesday and signed a treaty on water number"
FOOTER = "The Daily Example since the old days"
SENTENCE = "All our readers are welcome to write to the editor at any time."


def article(
    name: str, *doubtful: str, headline: str | None = None, outlet: str | None = "Example", version: int = 0
) -> CleanArticle:
    """An article of a headline, a paragraph of its own and doubtful lines."""
    title = headline if headline is not None else f"Headline of {name}"
    lines = [*([title] if title else []), f"{BODY} {name}.", *doubtful]
    return CleanArticle(
        article_id=name,
        record_id=f"rec-{name}-{version}",
        title=title or None,
        text="\n".join(lines),
        title_end=len(title),
        published=date(2024, 1, 1) + timedelta(days=version),
        published_at=f"2024-01-{1 + version:02}",
        outlet=outlet,
        lang="en",
        doubtful_lines=tuple(range(len(lines) - len(doubtful), len(lines))) or None,
    )


def clean(record: CleanArticle) -> Message:
    return message(ARTICLES_CLEAN, record.article_id, record)


def tombstone_of(name: str) -> Message:
    return tombstone(ARTICLES_CLEAN, name)


class Shell:
    """A table, and what was said last of each version; a tombstone takes back all versions of the article."""

    def __init__(self, *, bound: bool = False) -> None:
        self.table: dict[str, bytes] = {}
        self.said: dict[tuple[str, str], CleanArticle] = {}
        self.stage = Settle()
        if bound:
            self.stage.bind(self.table.get)

    def restart(self) -> None:
        self.stage = Settle()
        self.stage.restore(self.table.items())

    def send(self, step: Step) -> None:
        for sent in step.messages:
            assert sent.topic is ARTICLES_SETTLED
            if sent.value is None:
                self.said = {key: value for key, value in self.said.items() if key[0] != sent.key}
            else:
                record = CleanArticle.decode(sent.value)
                self.said[record.article_id, record.record_id] = record

    def write(self, step: Step, count: int | None = None) -> None:
        for key, value in step.writes[:count]:
            assert value is not None
            self.table[key] = value

    def take(self, *messages: Message) -> Shell:
        for incoming in messages:
            step = self.stage.handle(incoming)
            self.send(step)
            self.write(step)
        return self

    @property
    def texts(self) -> dict[str, list[str]]:
        """The lines below headline and paragraph, by article."""
        return {name: record.text.split("\n")[2:] for (name, _), record in self.said.items()}


def outcome(records: Iterable[CleanArticle]) -> dict[str, list[str]]:
    return Shell().take(*map(clean, records)).texts


def test_a_line_under_three_other_headlines_goes_from_all_of_them() -> None:
    records = [article(name, FOOTER, f"Only {name}") for name in "abcd"]
    assert outcome(records[:3]) == {name: [FOOTER, f"Only {name}"] for name in "abc"}
    assert outcome(records) == {name: [f"Only {name}"] for name in "abcd"}


@pytest.mark.parametrize(
    "last",
    [
        article("d", FOOTER, headline="Headline of a"),
        article("d", FOOTER, outlet="Another Paper"),
        article("d", FOOTER.upper() + " and on"),
    ],
    ids=["the same headline again", "another site", "another line"],
)
def test_a_line_stays_where_it_does_not_recur(last: CleanArticle) -> None:
    records = [article(name, FOOTER) for name in "abc"]
    assert outcome([*records, last])["a"] == [FOOTER]


def test_a_sentence_has_to_recur_more_often() -> None:
    records = [article(f"a{number}", SENTENCE) for number in range(13)]
    assert set(map(tuple, outcome(records[:12]).values())) == {(SENTENCE,)}
    assert set(map(tuple, outcome(records).values())) == {()}


def test_only_doubtful_lines_go() -> None:
    shared = [article(name, FOOTER) for name in "abcd"]
    plain = article("e", FOOTER).model_copy(update={"doubtful_lines": None})
    assert outcome([*shared, plain])["e"] == [FOOTER]


def test_articles_of_no_known_site_pass() -> None:
    assert outcome(article(name, FOOTER, outlet=None) for name in "abcd")["a"] == [FOOTER]


def test_the_host_is_the_site_where_no_outlet_is_named() -> None:
    records = [
        article(name, FOOTER, outlet=None).model_copy(update={"url": f"https://{host}/{name}"})
        for name, host in zip("abcd", ["www.example.org", "example.org", "example.org", "EXAMPLE.org:443"], strict=True)
    ]
    assert outcome(records)["a"] == []
    broken = article("e", FOOTER, outlet=None).model_copy(update={"url": "https://[half"})
    assert outcome([broken])["e"] == [FOOTER]


def test_a_settled_article_counts_what_went_and_is_no_more_in_doubt() -> None:
    dated = [
        article(name, FOOTER).model_copy(
            update={"dropped_lines": 2, "dateline": Dateline(place="OSLO", end=len(f"Headline of {name}\n") + 4)}
        )
        for name in "abcd"
    ]
    said = Shell().take(*map(clean, dated)).said["a", "rec-a-0"]
    assert said == dated[0].model_copy(
        update={"text": dated[0].text.removesuffix(f"\n{FOOTER}"), "dropped_lines": 3, "doubtful_lines": None}
    )


def test_a_withdrawal_gives_lines_back_and_a_return_takes_them() -> None:
    records = [article(name, FOOTER) for name in "abcd"]
    shell = Shell().take(*map(clean, records), tombstone_of("b"))
    assert shell.texts == {name: [FOOTER] for name in "acd"}
    assert shell.take(clean(records[1])).texts == {name: [] for name in "abcd"}


def test_the_withdrawal_of_an_unknown_article_is_passed_on() -> None:
    (sent,) = Settle().handle(tombstone_of("a")).messages
    assert (sent.topic, sent.key, sent.value) == (ARTICLES_SETTLED, "a", None)


def test_every_version_of_an_article_counts_and_is_settled() -> None:
    shell = Shell().take(*(clean(article("a", FOOTER, headline=f"Version {n}", version=n)) for n in range(4)))
    assert [record.text.split("\n")[2:] for record in shell.said.values()] == [[]] * 4
    assert shell.take(tombstone_of("a")).said == {}


def test_an_unreadable_record_is_rejected() -> None:
    (sent,) = Settle().handle(Message(ARTICLES_CLEAN, "a", b"{}")).messages
    assert sent.topic is ARTICLES_REJECTED


def test_a_redelivered_article_says_again_what_it_led_to() -> None:
    records = [article(name, FOOTER) for name in "abcd"]
    shell = Shell().take(*map(clean, records))
    wanted = dict(shell.said)
    shell.said.clear()
    assert shell.take(clean(records[3])).said == wanted, "the one that made the line furniture"
    shell.said.clear()
    assert set(shell.take(clean(records[1])).texts) == {"b"}


def test_rows_stay_small_however_often_a_line_recurs() -> None:
    shell = Shell().take(*(clean(article(f"a{number}", FOOTER)) for number in range(300)))
    assert max(map(len, shell.table.values())) < 600


LINES = st.lists(st.sampled_from(["one", "two", "three"]), max_size=3, unique=True)
ARTICLES = st.lists(
    st.builds(
        lambda name, lines, headline, outlet, version: article(
            name, *lines, headline=f"Headline {headline}", outlet=outlet, version=version
        ),
        st.sampled_from("abcdefgh"),
        LINES,
        st.integers(0, 6),
        st.sampled_from(["Example", "Other"]),
        st.integers(0, 1),
    ),
    max_size=14,
    unique_by=lambda record: record.record_id,
)


def by_definition(records: list[CleanArticle]) -> dict[tuple[str, str], str]:
    """What the texts should be: lines under four headlines of a site are gone."""
    headlines: dict[tuple[str | None, str], set[str | None]] = {}
    for record in records:
        for line in record.text.split("\n")[2:]:
            headlines.setdefault((record.outlet, line), set()).add(record.title)
    return {
        (record.article_id, record.record_id): "\n".join(
            [
                *record.text.split("\n")[:2],
                *(line for line in record.text.split("\n")[2:] if len(headlines[record.outlet, line]) < 4),
            ]
        )
        for record in records
    }


@settings(max_examples=80, deadline=None)
@given(st.data(), ARTICLES)
def test_order_redelivery_restarts_crashes_and_withdrawals_change_nothing(
    data: st.DataObject, records: list[CleanArticle]
) -> None:
    log = [*records, *data.draw(st.lists(st.sampled_from(records), max_size=8))] if records else []
    log = data.draw(st.permutations(log))
    messages = [clean(record) for record in log]
    for record in records:
        if data.draw(st.integers(0, 9)) == 0:  # withdrawn amid all that, and comes back with all its versions
            place = data.draw(st.integers(0, len(messages)))
            messages.insert(place, tombstone_of(record.article_id))
            messages += [clean(other) for other in records if other.article_id == record.article_id]
    bound = data.draw(st.booleans())
    shell = Shell(bound=bound)
    for incoming in messages:
        event = data.draw(st.sampled_from(["", "", "", "crash"]))
        if event == "crash":
            step = shell.stage.handle(incoming)
            if data.draw(st.booleans()):
                shell.send(step)
            shell.write(step, data.draw(st.integers(0, len(step.writes))))
            if not bound:
                shell.restart()
        shell.take(incoming)
    assert {key: record.text for key, record in shell.said.items()} == by_definition(records)


@settings(max_examples=40, deadline=None)
@given(st.data(), ARTICLES)
def test_a_withdrawn_article_counts_no_more(data: st.DataObject, records: list[CleanArticle]) -> None:
    names = sorted({record.article_id for record in records})
    gone = set(data.draw(st.lists(st.sampled_from(names), max_size=4))) if names else set()
    shell = Shell().take(*map(clean, records), *map(tombstone_of, sorted(gone)))
    left = [record for record in records if record.article_id not in gone]
    assert {key: record.text for key, record in shell.said.items()} == by_definition(left)
