"""What two runs tell differently."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from streams.replay.diff import Changed, diff


def event(status="held", reports=("r1",), **slots):
    sources = [{"report_id": report} for report in reports]
    return orjson.dumps({"status": status, "sources": sources, "ruleset": "1", **slots})


topics = st.dictionaries(
    st.sampled_from("abcdef"), st.builds(event, st.sampled_from(["held", "planned"]), st.sets(st.sampled_from("xyz")))
)


@given(topics, topics)
def test_every_event_of_both_sides_ends_in_one_place(old, new):
    found = diff(old, new)
    before = [each.before or each.event_id for each in found.changed]
    assert sorted([*found.lost, *before]) == sorted(set(old) - _same(old, new, found))
    assert sorted([*found.added, *(each.event_id for each in found.changed)]) == sorted(
        set(new) - _same(old, new, found)
    )
    assert found.same == len(_same(old, new, found))


def _same(old, new, found):
    return {key for key in old if key in new and key not in {each.event_id for each in found.changed}}


@given(topics)
def test_a_run_does_not_differ_from_itself(events):
    found = diff(events, events)
    assert (found.added, found.lost, found.changed, found.same) == ((), (), (), len(events))


@given(topics, topics)
def test_what_one_way_adds_the_other_way_loses(old, new):
    there, back = diff(old, new), diff(new, old)
    assert (there.added, there.lost, there.same) == (back.lost, back.added, back.same)


def test_changes_are_told_slot_by_slot_with_old_and_new_value():
    found = diff({"e": event("planned", place="Sochi")}, {"e": event("held", date="2024-05-01")})
    changes = {"status": ("planned", "held"), "place": ("Sochi", None), "date": (None, "2024-05-01")}
    assert found.changed == (Changed("e", changes),)
    assert found.slots() == {"status": 1, "place": 1, "date": 1}


def test_another_ruleset_alone_is_no_change():
    assert diff({"e": event()}, {"e": event(ruleset="2")}).same == 1


def test_an_event_under_a_new_id_is_known_by_its_reports():
    found = diff(
        {"old": event(reports=("r1", "r2"))},
        {"new": event(reports=("r0", "r1", "r2")), "other": event(reports=("r9",))},
    )
    assert found.added == ("other",)
    assert found.lost == ()
    assert [(each.before, each.event_id, set(each.slots)) for each in found.changed] == [("old", "new", {"sources"})]


def test_of_an_event_that_split_the_half_with_more_reports_is_its_successor():
    found = diff(
        {"whole": event(reports=("a", "b", "c"))}, {"small": event(reports=("a",)), "large": event(reports=("b", "c"))}
    )
    assert [(each.before, each.event_id) for each in found.changed] == [("whole", "large")]
    assert found.added == ("small",)
