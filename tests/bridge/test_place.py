"""The ids by which readers of Server-Sent Events resume."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.run import run_prefix
from schemas.topics import EVENT_TOPICS
from streams.bridge.place import Place

RUNS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)
AT = st.tuples(st.sampled_from(sorted(EVENT_TOPICS)), st.integers(0, 1023))


@given(run=RUNS, at=st.dictionaries(AT, st.integers(1, 10**12)), prefix=st.sampled_from(["", "staging."]))
def test_an_id_gives_the_place_back(run, at, prefix):
    named = {(prefix + run_prefix(run) + EVENT_TOPICS[kind].name, number): to for (kind, number), to in at.items()}
    place = Place(run, named)
    assert Place.decode(place.encode(prefix), prefix) == place


def test_an_id_is_short_and_the_same_in_any_order():
    places = [("events.meeting", 1, 4), ("events.meeting", 0, 11), ("events.agreement", 0, 2)]
    ids = set()
    for order in (places, places[::-1]):
        place = Place("main")
        for topic, partition, offset in order:
            assert not place.passed(topic, partition, offset)
        ids.add(place.encode(""))
    assert ids == {"main/a0=3/m0=12/m1=5"}


def test_what_a_reader_had_does_not_come_twice():
    place = Place.decode("main/m0=12", "")
    assert [place.passed("events.meeting", 0, offset) for offset in (10, 11, 12, 12, 13)] == [
        True,
        True,
        False,
        True,
        False,
    ]
    assert not place.passed("events.meeting", 1, 0)


@pytest.mark.parametrize(
    "wrong", ["", "main/x0=1/", "main/x0=1", "main/m0=-1", "MAIN", "main\n", "main/m0=" + "9" * 40]
)
def test_what_is_no_id_is_refused(wrong):
    with pytest.raises(ValueError, match=r"no id|no kind"):
        Place.decode(wrong, "")
