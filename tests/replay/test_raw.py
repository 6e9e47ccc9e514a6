"""Raw records on their way between logs, and how far they are read."""

import string

from hypothesis import given
from hypothesis import strategies as st

from schemas.run import Span
from streams.replay.raw import RawRecord, Window, copied, from_message, rest, size, to_message

SPANS = (Span(partition=0, start=3, end=10), Span(partition=2, start=0, end=4), Span(partition=3, start=5, end=5))

headers = st.lists(st.tuples(st.text(string.ascii_lowercase, min_size=1), st.binary()), max_size=3).map(tuple)
text_keys = st.text().map(str.encode)
records = st.builds(
    RawRecord, st.just(0), st.integers(0, 2**40), st.integers(0, 2**43), text_keys, st.none() | st.binary(), headers
)


def test_nothing_is_read_twice_and_nothing_left_out_wherever_a_run_stops():
    places = [(span.partition, place) for span in SPANS for place in range(span.start, span.end)]
    for done, (partition, place) in enumerate(places, 1):
        left = rest(SPANS, (partition, place + 1))
        assert [(span.partition, each) for span in left for each in range(span.start, span.end)] == places[done:]
        assert size(left) == len(places) - done


def test_the_beginning_leaves_everything():
    assert rest(SPANS, (0, 0)) == SPANS[:2]


@given(records)
def test_a_log_on_this_machine_gives_back_key_value_headers_and_arrival(record):
    assert from_message(to_message(record), record.offset) == record
    assert from_message(copied(record), record.offset) == record


def test_a_copy_tells_where_the_record_stands_in_the_log_it_comes_from():
    message = copied(RawRecord(3, 17, None, b"k", b"v", (("origin-offset", b"older"), ("x", b"y"))))
    assert message.headers == (
        ("x", b"y"),
        ("origin-topic", b"articles.raw"),
        ("origin-partition", b"3"),
        ("origin-offset", b"17"),
    )


def test_keys_and_headers_that_a_log_on_this_machine_cannot_hold_are_replaced():
    message = to_message(RawRecord(0, 0, None, b"\xff", b"v", (("empty", None),)))
    assert (message.key, message.headers) == ("�", (("empty", b""),))


def test_a_window_takes_what_arrived_from_its_start_on_and_before_its_end():
    window = Window(10, 20)
    assert [time for time in (9, 10, 19, 20, None) if window.takes(time)] == [10, 19]
    assert Window().takes(None)
    assert Window(None, 20).takes(None)
