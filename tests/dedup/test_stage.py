"""The outcome of deduplication is a function of the set of articles, whatever happens on the way."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import CleanArticle, DerivedLink, DuplicateLink, Rejection
from schemas.message import Message, message, tombstone
from schemas.topics import ARTICLES_DERIVED, ARTICLES_DUPLICATE, ARTICLES_REJECTED, ARTICLES_SETTLED, ARTICLES_UNIQUE
from streams.dedup.index import Index
from streams.dedup.stage import Dedup, entry_of
from tests.stages import Folded, Shell

WORDS = ["trade", "border", "summit", "minister", "envoy", "river", "treaty", "gas", "visit", "capital"]


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
    return message(ARTICLES_SETTLED, record.article_id, record)


def shell(capacity: int = 1000, *, bound: bool = False) -> Shell:
    return Shell(lambda: Dedup(capacity=capacity), bound=bound)


def outcome(messages: Iterable[Message]) -> Folded:
    return shell().take(*messages).said


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


def test_a_follow_up_under_a_new_lead_is_unique_and_says_what_it_is_derived_from() -> None:
    run = shell().take(clean(article("a", 1, 2, 3)), clean(article("b", 9, 1, 2, 8, day=1)))
    assert unique(run.said) == {"a", "b"}
    assert not links(run.said)
    derived = DerivedLink.decode(run.said[ARTICLES_DERIVED.name, "b"])
    assert derived.derived_from == "a"
    assert 0.46 < derived.similarity < 0.7
    run.take(tombstone(ARTICLES_SETTLED, "a"))
    assert (ARTICLES_DERIVED.name, "b") not in run.said
    assert unique(run.said) == {"b"}


def test_an_article_that_copies_one_and_follows_up_an_earlier_one_is_a_copy() -> None:
    first, follow_up = article("a", 1, 2, 3), article("b", 9, 1, 2, 8, day=1)
    said = outcome(map(clean, (first, follow_up, article("c", 9, 1, 2, 8, day=2))))
    assert links(said)["c"].duplicate_of == "b"


def test_a_link_names_the_first_words_that_only_one_of_the_texts_has() -> None:
    one, many = article("a", 1, 2, 3), " ".join(f"Added{number}" for number in range(50))
    other = article("b", 1, 2, 3, day=1).model_copy(
        update={"text": f"{one.text} {many}".replace("Ministers", "Envoys")}
    )
    link = links(outcome(map(clean, (one, other))))["b"]
    assert link.added[:3] == ("Envoys", "Added0", "Added1")
    assert len(link.added) == 12
    assert link.removed == ("Ministers",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Public schedule for July 14", "Public schedule for July 15"),
        ("Emergency with respect to Northern Ruritania", "Emergency with respect to Southern Ruritania"),
    ],
)
def test_notices_under_titles_of_one_pattern_are_no_copies(first: str, second: str) -> None:
    def notice(name: str, title: str) -> CleanArticle:
        what = " ".join(title.split()[-2:])
        text = f"{title}\n{paragraph(1, 200)} It concerns {what} and takes effect at once, they say. {paragraph(2)}"
        same = {"title": title, "title_end": len(title), "text": text, "outlet": "office.example"}
        return article(name).model_copy(update=same)

    assert unique(outcome([clean(notice("a", first)), clean(notice("b", second))])) == {"a", "b"}


def test_a_notice_said_again_another_day_under_another_title_is_derived() -> None:
    def notice(name: str, title: str, day: int) -> Message:
        return clean(article(name, 1, day=day, title=title).model_copy(update={"outlet": "office.example"}))

    visit = notice("a", "Minister will visit Ruritania", 0)
    assert unique(outcome([visit, notice("b", "Minister arrived in Ruritania", 1)])) == {"a", "b"}
    assert unique(outcome([visit, notice("b", "Minister will visit Ruritania", 1)])) == {"a"}


@pytest.mark.parametrize("words", [10, 60])
def test_a_routine_notice_said_again_days_later_is_no_copy(words: int) -> None:
    def notice(name: str, day: int) -> Message:
        title = "The president met members of the government"
        text = f"{title}\n{paragraph(1, words)}"
        same = {"text": text, "outlet": "office.example"}
        return clean(article(name, day=day, title=title).model_copy(update=same))

    assert unique(outcome([notice("a", 0), notice("b", 1)])) == {"a"}
    assert unique(outcome([notice("a", 0), notice("b", 5)])) == {"a", "b"}


def test_a_long_document_that_takes_in_an_earlier_one_of_its_outlet_is_derived() -> None:
    def document(name: str, *paragraphs: int, day: int, title: str) -> Message:
        return clean(article(name, *paragraphs, day=day, title=title).model_copy(update={"outlet": "office.example"}))

    statement = document("a", 1, 2, 3, 4, day=0, title="Statement on the river")
    decree = document("b", 1, 2, 3, 4, 5, 6, 7, 8, day=1, title="Decree of protection")
    longer = document("b", 1, 2, 3, 4, 5, 6, 7, 8, day=1, title="Statement on the river")
    assert unique(outcome([statement, decree])) == {"a", "b"}
    assert unique(outcome([statement, longer])) == {"a"}


def test_short_notices_that_are_all_title_are_no_copies_of_each_other() -> None:
    def decree(name: str, person: str) -> CleanArticle:
        title = f"The president signed a decree appointing {person} as deputy minister"
        text = f"{title}\nThe full text of the decree is on the portal."
        return article(name, title=title).model_copy(update={"text": text, "outlet": "palace.example"})

    names = ("Ivan Petrov", "Olga Sidorova")
    said = outcome(clean(decree(name, person)) for name, person in zip("ab", names, strict=True))
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
    run = shell().take(clean(article("b", 1, 2, day=1)), clean(article("c", 1, 2, day=2)))
    assert unique(run.said) == {"b"}
    run.take(clean(article("a", 1, 2)))
    assert unique(run.said) == {"a"}
    assert {key: link.duplicate_of for key, link in links(run.said).items()} == {"b": "a", "c": "a"}


def test_a_withdrawn_original_leaves_its_first_copy_unique_and_whole() -> None:
    second = article("b", 1, 2, day=1)
    run = shell(bound=True).take(*map(clean, (article("a", 1, 2), second, article("c", 1, 2, day=2))))
    run.take(tombstone(ARTICLES_SETTLED, "a"))
    assert unique(run.said) == {"b"}
    assert run.said[ARTICLES_UNIQUE.name, "b"] == second.encode()
    assert links(run.said)["c"].duplicate_of == "b"


def test_the_older_version_is_rejected_in_either_order() -> None:
    old, new = article("a", 1, 2), article("a", 3, 4, day=2, version=1)
    said = outcome([clean(old), clean(new)])
    assert said == outcome([clean(new), clean(old)])
    assert said[ARTICLES_UNIQUE.name, "a"] == new.encode()
    assert Rejection.decode(said[ARTICLES_REJECTED.name, old.record_id]).reason == "superseded"


def test_a_record_that_comes_again_with_another_text_is_corrected() -> None:
    first, copy = article("a", 1, 2, 3), article("b", 1, 2, 3, day=1)
    settled = copy.model_copy(update={"text": article("b", 7, 8, 9).text})
    run = shell().take(clean(first), clean(copy), clean(settled))
    assert run.said[ARTICLES_UNIQUE.name, "b"] == settled.encode()
    assert not links(run.said)
    assert not [topic for topic, _ in run.said if topic == ARTICLES_REJECTED.name]
    run.take(clean(copy))
    assert links(run.said)["b"].duplicate_of == "a"


def test_a_record_that_is_no_clean_article_is_rejected() -> None:
    said = outcome([Message(ARTICLES_SETTLED, "a", b'{"article_id": 3}')])
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
    run = shell()
    for incoming in data.draw(st.permutations(messages + again)):
        if data.draw(st.booleans()):
            run.restart()
        run.take(incoming)
    assert run.said == outcome(messages)
    kept = unique(run.said) | set(links(run.said))
    assert kept == {incoming.key for incoming in messages}
    rejected = {key for topic, key in run.said if topic == ARTICLES_REJECTED.name}
    assert len(kept) + len(rejected) == len(messages)


def awake(run: Shell) -> int:
    assert isinstance(run.stage, Dedup)
    return len(run.stage._memory.index)


def test_days_that_nothing_is_near_leave_memory_and_a_late_article_wakes_them() -> None:
    run = shell(capacity=20, bound=True)
    run.take(*(clean(article(f"a{day:03}", day, day + 500, day=day)) for day in range(100)))
    assert awake(run) <= 21
    run.take(clean(article("late", 3, 503, day=4)))
    assert links(run.said)["late"].duplicate_of == "a003"
    run.take(clean(article("early", 50, 550, day=49)))
    assert links(run.said)["a050"].duplicate_of == "early"


def test_undated_articles_do_not_fill_memory() -> None:
    run = shell(capacity=20, bound=True)
    run.take(*(clean(article(f"a{name:03}", name, name + 500, day=None)) for name in range(50)))
    assert awake(run) <= 11
    run.take(clean(article("z", 49, 549, day=None)))
    assert links(run.said)["z"].duplicate_of == "a049"
    run.take(tombstone(ARTICLES_SETTLED, "a000"))
    assert "a000" not in unique(run.said)


def test_a_restart_reads_no_sketch_before_it_is_needed() -> None:
    run = shell(bound=True).take(clean(article("a", 1, 2)), clean(article("b", 3, 4, day=30)))
    run.restart()
    assert awake(run) == 0
    run.take(clean(article("c", 3, 4, day=31)))
    assert links(run.said)["c"].duplicate_of == "b"
    assert awake(run) == 2


def test_an_article_of_two_thousand_characters_takes_less_than_three_kilobytes_of_memory() -> None:
    def text(number: int) -> str:
        return " ".join(f"w{number:03}{place:03}" for place in range(250))

    tracemalloc.start()
    try:
        index = Index(7)
        for number in range(1000):
            record = article(f"{number:040}").model_copy(update={"text": text(number), "outlet": "w.example"})
            index.add(entry_of(record))
        del record
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(index) == 1000
    assert taken / len(index) < 3000


dated = articles.filter(lambda record: record.published is not None)


@settings(max_examples=60, deadline=None)
@given(st.lists(dated, min_size=1, max_size=9), st.data())
def test_how_many_are_in_memory_changes_nothing(records: list[CleanArticle], data: st.DataObject) -> None:
    messages = [clean(record) for record in {record.record_id: record for record in records}.values()]
    run = shell(capacity=1, bound=True)
    for incoming in data.draw(st.permutations(messages)):
        if data.draw(st.booleans()):
            run.restart()
        run.take(incoming)
    assert run.said == outcome(messages)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, min_size=1, max_size=8), st.data())
def test_a_crash_that_swallows_messages_but_not_writes_is_made_good(
    records: list[CleanArticle], data: st.DataObject
) -> None:
    log = [clean(record) for record in records]
    for name in data.draw(st.lists(st.sampled_from(NAMES), max_size=2)):
        log.insert(data.draw(st.integers(0, len(log))), tombstone(ARTICLES_SETTLED, name))
    crash = data.draw(st.integers(0, len(log)))
    committed = data.draw(st.integers(0, crash))
    run = shell().take(*log[:committed])
    for number, incoming in enumerate(log[committed:crash], committed + 1):
        step = run.stage.handle(incoming)
        run.write(step, data.draw(st.integers(0, len(step.writes))) if number == crash else None)
    run.restart()
    run.take(*log[committed:])
    assert run.said == outcome(log)
