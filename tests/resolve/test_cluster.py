"""Clusters kept up to date are those that clustering the whole set would give."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.report import MeetingReport, Reading
from schemas.slots import Codes, DateSpan
from streams.resolve.cluster import Change, Clusters
from streams.resolve.compare import fit
from streams.resolve.member import Member, member
from streams.resolve.parties import NO_ORGANISATIONS

NEW_YEAR = date(2024, 1, 1)


def made(number: int, article: str, first: int, length: int, form: str, published: int) -> Member:
    report = MeetingReport.model_validate(
        {
            "report_id": f"rep-{number}",
            "article_id": article,
            "parties": ("KAZ", "RUS"),
            "evidence": (),
            "rule": "test",
            "confidence": 0.5,
            "codes": Codes(plover="CONSULT", cameo="046"),
            "ruleset": "1",
            "date": DateSpan(start=NEW_YEAR + timedelta(first), end=NEW_YEAR + timedelta(first + length)),
            "status": "held",
            "format": form,
        }
    )
    published_on = NEW_YEAR + timedelta(published)
    return member(report, Reading(article_id=article, ruleset="1", lang="en", published=published_on))


class Room:
    """Members, each near all others, and their clusters."""

    def __init__(self, *members: Member) -> None:
        self.members: list[Member] = []
        self.clusters = Clusters(partial(fit, NO_ORGANISATIONS), self)
        self.update([], members)

    def near(self, member: Member) -> Iterator[Member]:
        return (other for other in tuple(self.members) if other is not member)

    def siblings(self, member: Member) -> Iterator[Member]:
        return (other for other in self.near(member) if other.reading.article_id == member.reading.article_id)

    def update(self, gone: Collection[Member], new: Collection[Member]) -> list[Change]:
        self.members += new
        changes = self.clusters.update(gone, new)
        self.members = [member for member in self.members if member not in gone]
        return changes

    def partition(self) -> set[frozenset[Member]]:
        return {frozenset(self.clusters.of(one)) for one in self.members} - {frozenset()}


def test_a_report_takes_the_place_that_another_of_its_article_leaves() -> None:
    leader, first, second = (
        made(0, "a", 0, 0, "talks", 0),
        made(1, "b", 0, 0, "talks", 1),
        made(2, "b", 0, 0, "talks", 1),
    )
    room = Room(leader, first, second)
    assert room.partition() == {frozenset({leader, first}), frozenset({second})}
    room.update([first], [])
    assert room.partition() == {frozenset({leader, second})}


def test_a_report_takes_the_place_that_another_of_its_article_leaves_for_a_better_one() -> None:
    leader, better = made(0, "a", 0, 4, "visit", 0), made(3, "a", 4, 3, "talks", 0)
    both, early = made(1, "b", 4, 1, "talks", 1), made(2, "b", 0, 0, "talks", 1)
    room = Room(leader, both, early)
    assert frozenset({early}) in room.partition()
    room.update([], [better])
    assert room.partition() == {frozenset({leader, early}), frozenset({better, both})}


class Row(Room):
    """Members each of which is near the two before and the two after it, and none of which is decided yet."""

    def __init__(self, *members: Member) -> None:
        super().__init__()
        self.members += members

    def near(self, member: Member) -> Iterator[Member]:
        place = int(member.report.report_id.removeprefix("rep-"))
        return (other for other in self.members[max(0, place - 2) : place + 3] if other is not member)


def test_the_end_of_a_long_series_is_told_without_running_out_of_stack() -> None:
    series = Row(*(made(day, f"a{day}", day, 1, "visit", day) for day in range(1_500)))
    assert len(series.clusters.of(series.clusters.leader(series.members[-1]))) in {1, 2, 3}


members_of_a_block = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(0, 6),
        st.sampled_from([0, 0, 1, 3, 60]),
        st.sampled_from(["talks", "visit"]),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=9,
).map(lambda rows: [made(number, *row) for number, row in enumerate(rows)])


@settings(max_examples=200, deadline=None)
@given(members_of_a_block, st.data())
def test_any_way_of_adding_and_removing_leads_to_the_same_clusters(members: list[Member], data: st.DataObject) -> None:
    room = Room()
    for turned in data.draw(st.lists(st.sets(st.integers(0, len(members) - 1)), min_size=1, max_size=5)):
        gone = [members[number] for number in sorted(turned) if members[number] in room.members]
        new = [members[number] for number in sorted(turned) if members[number] not in room.members]
        if data.draw(st.booleans()):
            room.clusters.forget()
        before = room.partition()
        changes = room.update(gone, new)
        assert room.partition() == Room(*room.members).partition()
        assert {frozenset(change.before) for change in changes} - {frozenset()} >= before - room.partition()
        assert {frozenset(change.after) for change in changes} - {frozenset()} >= room.partition() - before
        assert all(change.before or change.after for change in changes)
