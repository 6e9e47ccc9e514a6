"""The short form of `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.soak import ACTS, STREAM, Plan, Soak, plan

pytestmark = pytest.mark.kafka


ACTS_OF_THE_SHORT_FORM = ((3.0, "kill and lose the disk"), (3.0, "freeze"), (2.0, "crash the broker"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_workers_killed_and_frozen_and_a_broker_stopped_lose_and_double_nothing(
    kafka_installed: None, tmp_path: Path
) -> None:
    if not STREAM.exists():
        pytest.skip(f"the article stream is not here ({STREAM.name} of the shared data)")
    short = Plan(200, 3, ACTS_OF_THE_SHORT_FORM, seed=7, patience=400)
    outcome = Soak(short, tmp_path, print).run()
    assert outcome.problems == []


def test_a_long_plan_has_every_act_and_a_seed_decides_it() -> None:
    long = plan(1_000, 3, 24, seed=1, patience=60)
    assert {act for _, act in long.acts} == set(ACTS)
    assert plan(1_000, 3, 24, seed=1, patience=60) == long != plan(1_000, 3, 24, seed=2, patience=60)
