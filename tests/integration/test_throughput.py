"""The shell costs little beside a bare loop over the same hops, on the same broker in the same minutes."""

from __future__ import annotations

import pytest

from tests.bench.kafka import compare

pytestmark = pytest.mark.kafka


@pytest.mark.slow
def test_a_worker_carries_at_least_forty_per_cent_of_what_a_bare_loop_does(kafka_installed: None) -> None:
    """Messages, rows and headers are the same; the worker also keeps its account of offsets, tables and metrics.

    By what each costs the processor, start-up not counted: how many articles go through in a second hangs on what else
    the machine does at that moment, and `make bench-kafka` says it.
    """
    floor, feed = compare(2_000, [1], 4, real=False)
    assert floor.milliseconds / feed.milliseconds >= 0.4
