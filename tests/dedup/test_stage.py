"""The outcome of deduplication is a function of the set of articles, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import CleanArticle, DuplicateLink, Rejection
from schemas.message import Message, message, tombstone
from schemas.topics import ARTICLES_CLEAN, ARTICLES_DUPLICATE, ARTICLES_REJECTED, ARTICLES_UNIQUE
from streams.dedup.stage import Dedup
from streams.stage import Step

WORDS = ["trade", "border", "summit", "minister", "envoy", "river", "treaty", "gas", "visit", "capital"]
Folded = dict[tuple[str, str], bytes]


def paragraph(seed: int, words: int = 60) -> str:
    """A paragraph of its own for each seed."""
    return " ".join(f"{WORDS[(seed + i * i) % len(WORDS)]}{(seed * 31 + i * 7) % 101}" for i in range(words)) + "."


def article(
    name: str, *paragraphs: int, day: int | None = 0, version: object = 0, title: str = "Ministers meet"
) -> CleanArticle:
    """An article of numbered paragraphs, `day` days after New Year's Day."""
    published = None if day is None else date(2024, 1, 1) + timedelta(days=day)
    text = "\n".join([title, *map(paragraph, paragraphs)])
    return CleanArticle(
        article_id=name,
        record_id=f"rec-{name}-{version}",
        title=title,
        text=text,
        title_end=len(title),
        published=published,
        published_at=published.isoformat() if published else None,
        outlet=f"{name}.example",
        lang="en",
    )


def clean(record: CleanArticle) -> Message:
    return message(ARTICLES_CLEAN, record.article_id, record)


class Shell:
    """A table, the topics folded by key, and a stage that can be restarted from the table."""

    def __init__(self, *, bound: bool = False) -> None:
        self.table: dict[str, bytes] = {}
        self.said: Folded = {}
        self.stage = self._started() if not bound else Dedup()
        if bound:
            self.stage.bind(self.table.get)

    def _started(self) -> Dedup:
        stage = Dedup()
        stage.restore(self.table.items())
        return stage

    def restart(self) -> None:
        self.stage = self._started()

    def write(self, step: Step, count: int | None = None) -> None:
        for key, value in step.writes[:count]:
            if value is None:
                self.table.pop(key, None)
            else:
                self.table[key] = value

    def send(self, step: Step) -> None:
        for sent in step.messages:
            if sent.value is None:
                self.said.pop((sent.topic.name, sent.key), None)
            else:
                self.said[sent.topic.name, sent.key] = sent.value

    def take(self, *messages: Message) -> Shell:
        for incoming in messages:
            step = self.stage.handle(incoming)
            self.send(step)
            self.write(step)
        return self


def outcome(messages: Iterable[Message]) -> Folded:
    return Shell().take(*messages).said


def links(said: Folded) -> dict[str, DuplicateLink]:
    return {
        key: DuplicateLink.decode(value) for (topic, key), value in said.items() if topic == ARTICLES_DUPLICATE.name
    }


def unique(said: Folded) -> set[str]:
    return {key for topic, key in said if topic == ARTICLES_UNIQUE.name}


@pytest.mark.parametrize(
    ("copied", "kind"),
    [((1, 2, 3), "exact"), ((1, 2), "shortened"), ((1, 2, 3, 4, 5), "extended"), ((1, 2, 9), "near")],
)
def test_a_copy_is_linked_to_the_first_and_says_how(copied: Sequence[int], kind: str) -> None:
    said = outcome([clean(article("a", 1, 2, 3)), clean(article("b", *copied, day=1))])
    assert unique(said) == {"a"}
    assert links(said)["b"].duplicate_of == "a"
    assert links(said)["b"].likeness == kind


def test_articles_that_share_little_are_both_unique() -> None:
    assert unique(outcome([clean(article("a", 1, 2, 3)), clean(article("b", 1, 8, 9, day=1))])) == {"a", "b"}


def test_a_follow_up_that_repeats_half_under_a_new_lead_is_no_copy() -> None:
    said = outcome([clean(article("a", 1, 2, 3)), clean(article("b", 9, 1, 2, 8, day=1))])
    assert unique(said) == {"a", "b"}


def readout(name: str, person: str, country: str, *, outlet: str, day: int = 0) -> CleanArticle:
    """An announcement made to a pattern."""
    title = f"Readout of the call with {person}"
    body = (
        f"The minister spoke by telephone today with {person} of {country}. They discussed the region, "
        f"reaffirmed the partnership of the two countries and agreed to remain in close contact. The minister "
        f"thanked {person} for the support of {country} and looked forward to further cooperation on trade, energy, "
        f"security and the climate, and to meeting again on the margins of the next session of the council."
    )
    return article(name, title=title, day=day).model_copy(
        update={"text": f"{title}\n{body}", "title": title, "outlet": outlet}
    )


def test_texts_made_to_one_pattern_about_different_people_are_no_copies() -> None:
    one = readout("a", "President Herzog", "Israel", outlet="ministry.example")
    other = readout("b", "Chancellor Merkel", "Germany", outlet="ministry.example")
    again = readout("c", "President Herzog", "Israel", outlet="ministry.example", day=1)
    said = outcome(map(clean, (one, other, again)))
    assert unique(said) == {"a", "b"}
    assert links(said)["c"].duplicate_of == "a"


def test_a_copy_is_looked_for_within_the_window_only() -> None:
    original = clean(article("a", 1, 2))
    assert unique(outcome([original, clean(article("b", 1, 2, day=7))])) == {"a"}
    assert unique(outcome([original, clean(article("b", 1, 2, day=8))])) == {"a", "b"}


def test_an_undated_article_copies_any() -> None:
    said = outcome([clean(article("z", 1, 2, day=None)), clean(article("a", 1, 2, day=3000))])
    assert links(said)["z"].duplicate_of == "a"


def test_short_texts_are_copies_only_when_equal() -> None:
    one = article("a").model_copy(
        update={"text": "Ministers meet\nTalks began in the capital on Monday, an official said."}
    )
    other = one.model_copy(update={"article_id": "b", "record_id": "r", "text": one.text.replace("Monday", "Friday")})
    same = one.model_copy(update={"article_id": "c", "record_id": "s", "text": one.text.replace(",", " –")})
    assert unique(outcome(map(clean, (one, other, same)))) == {"a", "b"}


def test_a_late_first_copy_moves_the_others_and_corrects_what_was_said() -> None:
    shell = Shell().take(clean(article("b", 1, 2, day=1)), clean(article("c", 1, 2, day=2)))
    assert unique(shell.said) == {"b"}
    shell.take(clean(article("a", 1, 2)))
    assert unique(shell.said) == {"a"}
    assert {key: link.duplicate_of for key, link in links(shell.said).items()} == {"b": "a", "c": "a"}


def test_a_withdrawn_original_leaves_its_first_copy_unique_and_whole() -> None:
    second = article("b", 1, 2, day=1)
    shell = Shell(bound=True).take(*map(clean, (article("a", 1, 2), second, article("c", 1, 2, day=2))))
    shell.take(tombstone(ARTICLES_CLEAN, "a"))
    assert unique(shell.said) == {"b"}
    assert shell.said[ARTICLES_UNIQUE.name, "b"] == second.encode()
    assert links(shell.said)["c"].duplicate_of == "b"


def test_the_older_version_is_rejected_in_either_order() -> None:
    old, new = article("a", 1, 2), article("a", 3, 4, day=2, version=1)
    said = outcome([clean(old), clean(new)])
    assert said == outcome([clean(new), clean(old)])
    assert said[ARTICLES_UNIQUE.name, "a"] == new.encode()
    assert Rejection.decode(said[ARTICLES_REJECTED.name, old.record_id]).reason == "superseded"


def test_a_record_that_is_no_clean_article_is_rejected() -> None:
    said = outcome([Message(ARTICLES_CLEAN, "a", b'{"article_id": 3}')])
    assert [topic for topic, _ in said] == [ARTICLES_REJECTED.name]


NAMES = "abcde"
articles = st.builds(
    lambda name, paragraphs, day, version: article(name, *paragraphs, day=day, version=f"{paragraphs}{day}{version}"),
    st.sampled_from(NAMES),
    st.sampled_from([(1, 2, 3), (1, 2), (2, 3), (1, 2, 3, 4), (3, 4), (1,), (1, 5), (5,)]),
    st.sampled_from([0, 1, 5, 9, None]),
    st.integers(0, 1),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, min_size=1, max_size=9), st.data())
def test_any_order_with_redelivery_and_restarts_folds_to_the_same(
    records: list[CleanArticle], data: st.DataObject
) -> None:
    messages = [clean(record) for record in {record.record_id: record for record in records}.values()]
    again = data.draw(st.lists(st.sampled_from(messages), max_size=5))
    shell = Shell()
    for incoming in data.draw(st.permutations(messages + again)):
        if data.draw(st.booleans()):
            shell.restart()
        shell.take(incoming)
    assert shell.said == outcome(messages)
    kept = unique(shell.said) | set(links(shell.said))
    assert kept == {incoming.key for incoming in messages}
    rejected = {key for topic, key in shell.said if topic == ARTICLES_REJECTED.name}
    assert len(kept) + len(rejected) == len(messages)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, min_size=1, max_size=8), st.data())
def test_a_crash_that_swallows_messages_but_not_writes_is_made_good(
    records: list[CleanArticle], data: st.DataObject
) -> None:
    log = [clean(record) for record in records]
    for name in data.draw(st.lists(st.sampled_from(NAMES), max_size=2)):
        log.insert(data.draw(st.integers(0, len(log))), tombstone(ARTICLES_CLEAN, name))
    crash = data.draw(st.integers(0, len(log)))
    committed = data.draw(st.integers(0, crash))
    shell = Shell().take(*log[:committed])
    for number, incoming in enumerate(log[committed:crash], committed + 1):
        step = shell.stage.handle(incoming)
        shell.write(step, data.draw(st.integers(0, len(step.writes))) if number == crash else None)
    shell.restart()
    shell.take(*log[committed:])
    assert shell.said == outcome(log)
