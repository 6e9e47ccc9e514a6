"""Clusters kept up to date are those that clustering the whole set would give."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.report import MeetingReport, Reading
from schemas.slots import Codes, DateSpan
from streams.resolve.cluster import Clusters
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


def partition(clusters: Clusters, members: list[Member]) -> set[frozenset[Member]]:
    return {frozenset(clusters.of(one)) for one in members} - {frozenset()}


def clustered(*members: Member) -> set[frozenset[Member]]:
    clusters = Clusters(partial(fit, NO_ORGANISATIONS))
    clusters.update([], members)
    return partition(clusters, list(members))


def test_a_report_takes_the_place_that_another_of_its_article_leaves() -> None:
    leader, first, second = (
        made(0, "a", 0, 0, "talks", 0),
        made(1, "b", 0, 0, "talks", 1),
        made(2, "b", 0, 0, "talks", 1),
    )
    clusters = Clusters(partial(fit, NO_ORGANISATIONS))
    clusters.update([], [leader, first, second])
    assert partition(clusters, [leader, first, second]) == {frozenset({leader, first}), frozenset({second})}
    clusters.update([first], [])
    assert partition(clusters, [leader, second]) == {frozenset({leader, second})}


def test_a_report_takes_the_place_that_another_of_its_article_leaves_for_a_better_one() -> None:
    leader, better = made(0, "a", 0, 4, "visit", 0), made(3, "a", 4, 3, "talks", 0)
    both, early = made(1, "b", 4, 1, "talks", 1), made(2, "b", 0, 0, "talks", 1)
    clusters = Clusters(partial(fit, NO_ORGANISATIONS))
    clusters.update([], [leader, both, early])
    assert frozenset({early}) in partition(clusters, [leader, both, early])
    clusters.update([], [better])
    assert partition(clusters, [leader, both, early, better]) == {frozenset({leader, early}), frozenset({better, both})}


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
    clusters, here = Clusters(partial(fit, NO_ORGANISATIONS)), set[Member]()
    for turned in data.draw(st.lists(st.sets(st.integers(0, len(members) - 1)), min_size=1, max_size=5)):
        gone = [members[number] for number in sorted(turned) if members[number] in here]
        new = [members[number] for number in sorted(turned) if members[number] not in here]
        before = partition(clusters, members)
        touched = clusters.update(gone, new)
        here = here.difference(gone).union(new)
        changed = before ^ partition(clusters, members)
        assert all(cluster & touched for cluster in changed)
        assert partition(clusters, members) == clustered(*here)
        assert len(clusters) == len(here)
