"""What may be committed, whatever happens between the log and the agents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.kafka.progress import Progress, SkippedRecordsError


def started(committed: int | None, *offsets: int) -> Progress[str]:
    """An account of one partition that fetched these records after a seek to `committed`."""
    progress: Progress[str] = Progress()
    progress.restart({"p": committed})
    for offset in offsets:
        assert progress.fetched("p", offset)
    return progress


def test_nothing_is_committed_before_the_first_record_of_a_new_group_is_done() -> None:
    progress = started(None, 0, 1, 2)
    assert progress.takes("p", 0)
    assert progress.committable("p") is None


def test_a_record_at_work_holds_the_commit_though_the_log_has_a_gap_behind_it() -> None:
    """Faust commits 17 here, with 15 still at work."""
    progress = started(10, 10, 15, 16)
    progress.takes("p", 10)
    progress.done("p", 10)
    assert progress.takes("p", 15)
    assert progress.committable("p") == 11


def test_the_commit_goes_past_a_gap_that_compaction_left() -> None:
    progress = started(3, 7)
    progress.takes("p", 7)
    progress.done("p", 7)
    assert progress.committable("p") == 8


def test_a_record_that_was_dropped_on_the_way_is_noticed_when_the_next_comes_up() -> None:
    progress = started(0, 0, 1, 2)
    with pytest.raises(SkippedRecordsError, match="1 came up, but 0 "):
        progress.takes("p", 1)


def test_a_record_fetched_before_a_seek_is_not_taken_and_not_committed() -> None:
    progress = started(0, 0, 1, 2)
    progress.restart({"p": 0})
    assert not progress.takes("p", 0)
    progress.done("p", 0)
    assert progress.committable("p") == 0


def test_a_record_fetched_twice_is_wanted_once() -> None:
    progress = started(5, 5, 6)
    assert not progress.fetched("p", 6)
    assert not progress.fetched("p", 4)
    assert progress.fetched("p", 7)


def test_a_partition_that_was_taken_away_is_forgotten() -> None:
    progress = started(5, 5)
    progress.restart({})
    assert progress.committable("p") is None
    assert not progress.takes("p", 5)


@given(st.lists(st.sampled_from(["fetch", "gap", "work", "drop", "seek"]), max_size=60))
def test_no_offset_is_committed_past_a_record_that_was_not_processed(events: list[str]) -> None:
    """Any order of fetching, gaps in the log, processing, losses in the queue and seeks."""
    progress: Progress[str] = Progress()
    progress.restart({"p": None})
    log, processed = [], set()
    queue: list[int] = []
    position = 0
    for event in events:
        if event == "fetch":
            if position not in log:
                log.append(position)
            if progress.fetched("p", position):
                queue.append(position)
            position += 1
        elif event == "gap":
            position += 0 if position in log else 1
        elif event == "drop" and queue:
            queue.pop(0)
        elif event == "seek":
            position = progress.committable("p") or 0
            progress.restart({"p": progress.committable("p")})
        elif event == "work" and queue:
            offset = queue.pop(0)
            try:
                if progress.takes("p", offset):
                    processed.add(offset)
                    progress.done("p", offset)
            except SkippedRecordsError:
                break
        committed = progress.committable("p") or 0
        assert all(offset in processed for offset in log if offset < committed)
