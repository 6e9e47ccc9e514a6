"""What every shell does with a message, and what it takes for the same rules."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.article import Rejection
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_REJECTED, REPORTS, Topic
from streams.embedded import Embedded, ingest, raw_message
from streams.intake.stage import Intake
from streams.log import Log
from streams.metrics import Metrics
from streams.pipeline import origin, process, rules, sources
from streams.resolve.stage import Resolve
from streams.settings import Settings
from streams.settle.stage import Settle
from streams.stage import Stage, Step

WRITTEN = "{café}\u202e\n\x00" + "x" * 500
SHOWN = r"{café}\u202e\n\x00" + "x" * 291
"""The first 300 characters, those that cannot be shown as escapes."""


class Broken:
    """A stage that raises at whatever it is given."""

    name, source, table = "broken", ARTICLES_CLEAN, None

    def restore(self, items: object) -> None:
        """Remembers nothing."""

    def handle(self, message: Message) -> Step:
        """Raises."""
        raise ZeroDivisionError


@pytest.fixture
def broken_intake(monkeypatch: pytest.MonkeyPatch) -> Intake:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("streams.intake.stage.clean", broken)
    return Intake()


def test_a_bug_of_intake_is_logged_and_counted_and_costs_one_record(
    broken_intake: Intake, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    value = json.dumps({"text": "Nothing happened here today."}).encode()
    metrics = Metrics("1", "rules")
    with Log(tmp_path / "log.db") as log, caplog.at_level(logging.ERROR):
        ingest(log, [raw_message(value), raw_message(b"no json")])
        Embedded(log, [broken_intake], metrics).run()
        found = [Rejection.decode(each.value or b"") for each in log.fold(ARTICLES_REJECTED)]
    bug, ordinary = sorted(found, key=lambda each: each.reason)
    assert (bug.reason, bug.stage, bug.detail) == ("internal_error", "intake", "builtins.ZeroDivisionError")
    assert (bug.sample, bug.size) == (value.decode(), len(value))
    assert ordinary.reason == "not_json"
    assert metrics.registry.get_sample_value("communique_stage_errors_total", {"stage": "intake"}) == 1
    assert "intake failed on" in caplog.text


@pytest.mark.parametrize(
    ("make", "source"),
    [(Broken, ARTICLES_CLEAN), (Intake, ARTICLES_RAW), (Settle, ARTICLES_CLEAN), (Resolve, REPORTS)],
)
def test_every_stage_shows_a_rejected_record_alike_and_says_where_it_stood(
    make: Callable[[], Stage], source: Topic
) -> None:
    place = origin(source.name, 3, 17)
    step, _ = process(make(), Message(source, "a1", WRITTEN.encode(), place))
    (sent,) = step.messages
    assert sent.topic is ARTICLES_REJECTED
    rejection = Rejection.decode(sent.value or b"")
    assert (rejection.sample, rejection.size) == (SHOWN, len(WRITTEN.encode()))
    assert sent.headers[-3:] == place


def test_rules_change_with_the_libraries_that_clean_text(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules(Settings())
    assert "trafilatura" in before["libraries"]
    monkeypatch.setattr("streams.pipeline.version", lambda name: "0.0" if name == "resiliparse" else "1.0")
    after = rules(Settings())
    assert {name for name in before if before[name] != after[name]} == {"libraries"}


def test_rules_change_with_every_module_that_a_stage_imports() -> None:
    stages = ", ".join(f"streams.{name}.stage" for name in ("intake", "settle", "dedup", "extract", "resolve"))
    told = (
        f"import sys, {stages}; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith(OURS)), sep='\\n')"
    )
    code = told.replace("OURS", "('streams.', 'schemas.')")
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")
    assert {Path(each) for each in loaded if each} <= set(sources())
