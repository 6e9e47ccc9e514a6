"""What `communique status` makes of what it sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kafka import TopicPartition

from schemas.topics import TOPICS
from streams.kafka.status import Member, Sample, Status, WorkerHealth, WorkerStatus, status
from streams.settings import Settings

SETTINGS = Settings(topic_prefix="t.")
RAW = TopicPartition("t.articles.raw", 0)
MEMBER = Member("http://a:6066", 10)
ENDS = {TopicPartition(SETTINGS.topic(topic), 0): 100 for topic in TOPICS}
WELL = Sample(10.0, dict.fromkeys(ENDS, 0), ENDS, {RAW: 100}, "Stable", (MEMBER,))
BEFORE = replace(WELL, at=8.0, ends=dict.fromkeys(ENDS, 90), committed={RAW: 60})


def seen(now: Sample, before: Sample = BEFORE, health: WorkerHealth = "ready", rulesets: str = "1") -> Status:
    """The status, when the workers answer so."""
    answers = iter(rulesets)
    return status(
        SETTINGS, before, now, lambda member: WorkerStatus(member.url, member.partitions, health, "0", next(answers))
    )


def test_a_feed_that_works_has_rates_and_no_problem() -> None:
    found = seen(WELL)
    assert found.healthy
    raw, clean, *_ = found.topics
    assert (raw.records, raw.waiting, raw.arriving, raw.processed) == (100, 0, 5.0, 20.0)
    assert (clean.waiting, clean.processed) == (None, None)  # nobody has read it yet


def test_a_backlog_that_is_worked_off_is_no_problem() -> None:
    found = seen(replace(WELL, committed={RAW: 70}))
    assert found.healthy
    assert found.waiting == 30


@pytest.mark.parametrize(
    ("now", "health", "rulesets", "told"),
    [
        (replace(WELL, ends={}), "ready", "1", "all of them"),
        (replace(WELL, ends={RAW: 100}), "ready", "1", "t.articles.clean"),
        (replace(WELL, members=()), "ready", "", "no worker"),
        (replace(WELL, group_state="PreparingRebalance"), "ready", "1", "handed over"),
        (replace(WELL, committed={RAW: 60}), "ready", "1", "40 records of t.articles.raw waiting"),
        (replace(WELL, committed={}), "ready", "1", "nothing of t.articles.raw"),
        (WELL, "not ready", "1", "not ready: http://a:6066"),
        (WELL, "no answer", "1", "COMMUNIQUE_WEB_URL"),
        (replace(WELL, members=(MEMBER, MEMBER)), "ready", "12", "different rules: 1, 2"),
    ],
)
def test_each_problem_is_named(now: Sample, health: WorkerHealth, rulesets: str, told: str) -> None:
    found = seen(now, health=health, rulesets=rulesets)
    assert not found.healthy
    assert told in "\n".join(found.problems)
