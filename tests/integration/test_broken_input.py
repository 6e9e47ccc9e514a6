"""Thousands of broken records through a live worker: it stays alive, and every one is accounted for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.kafka.broker import Broker
from schemas.ids import record_id
from tests.integration.harness import CORPUS, Feed, corpus, differences, embedded

pytestmark = pytest.mark.kafka

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("id", "url", "title", "text", "html", "published", "source", "outlet", "lang", "other")
RECORDS = (
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8).map(lambda value: json.dumps(value).encode())
    | st.builds(
        lambda text, published: json.dumps({"text": text, "published": published}).encode(),
        st.text(min_size=1, max_size=400),
        st.sampled_from(["2024-02-31", "9999-12-31", "0000-00-00", "2012-06-08", "yesterday", ""]),
    )
)
HOSTILE = [
    b"",
    b"\x00" * 1000,
    b"[" * 100_000,
    b'{"text":' + b"[" * 50_000,
    json.dumps({"html": "<div>" * 20_000 + "Deep." + "</div>" * 20_000}).encode(),
    json.dumps({"text": "word" * 2_500}).encode(),
    json.dumps({"text": "Minister \u202e\u202d met \u0000 his \ud800 counterpart.", "id": "\x07"}).encode(),
    json.dumps({"text": "x" * 1_900_000}).encode(),
    json.dumps({"text": "The ministers met. " * 110_000}).encode(),
    json.dumps({"id": "i" * 100_000, "text": "A text."}).encode(),
    json.dumps({"id": 12, "text": "A text under a number.", "published": 1e400}).encode(),
]


def broken_records() -> list[bytes]:
    """Several thousand different records, the same in every run: hostile, made up, and damaged good ones."""
    found = dict.fromkeys([*HOSTILE, *corpus(CORPUS / "broken.jsonl")])

    @settings(max_examples=80, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(RECORDS, min_size=20, max_size=60))
    def collect(records: list[bytes]) -> None:
        found.update(dict.fromkeys(records))

    collect()
    found.update(dict.fromkeys(damaged(corpus(CORPUS), 2_000)))
    return list(found)


def damaged(records: list[bytes], count: int) -> Iterator[bytes]:
    """Good records with bytes changed, cut out, doubled or exchanged with another's."""
    chance = random.Random(20121)
    for _ in range(count):
        record = bytearray(chance.choice(records))
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(record))
            end = min(len(record), start + chance.choice([1, 2, 10, 200]))
            other = chance.choice(records)
            record[start:end] = (
                chance.choice([b"", chance.randbytes(end - start), bytes(record[start:end]) * 2, other[start:end]])
                or b"}"
            )
        yield bytes(record)


def test_broken_records(broker: Broker, tmp_path: Path) -> None:
    records = broken_records()
    assert len(records) > 2_000
    feed = Feed(broker, tmp_path)
    try:
        worker = feed.start()
        feed.ingest(records)
        feed.drain(120)
        assert worker.alive
        outputs = feed.outputs()
        ends = {name: outputs[f"articles.{name}"] for name in ("unique", "duplicate", "rejected")}
        assert sum(map(len, ends.values())) == len({record_id(record) for record in records})
        assert worker.stop() == 0
        assert "a stage has failed" not in worker.says()
        assert differences(outputs, embedded(records, tmp_path)) == []
    finally:
        feed.close()
