"""A real Kafka broker for the tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from deploy.kafka import jars
from deploy.kafka.broker import Broker


@pytest.fixture(scope="session")
def kafka_installed() -> None:
    """Java and Kafka's jars are there; a laptop without them skips the tests, CI fails."""
    try:
        jars.find_java()
        jars.prepare()
    except jars.MissingToolError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def broker(kafka_installed: None) -> Iterator[Broker]:
    """One running broker for all tests that leave it running: they use topic prefixes of their own."""
    with Broker() as running:
        yield running
