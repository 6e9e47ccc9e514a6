"""The embedded runner ends with the same records whatever happens to it on the way."""

import json
import random
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from schemas.generate import json_schema
from schemas.topics import (
    ARTICLES_CLEAN,
    ARTICLES_DUPLICATE,
    ARTICLES_RAW,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    REPORTS,
    TOPICS,
)
from streams.dedup.stage import Dedup
from streams.embedded import Embedded, ingest, raw_message
from streams.extract.stage import Extract
from streams.inputs import find, read
from streams.intake.stage import Intake
from streams.log import Log
from streams.metrics import Metrics
from streams.resolve.stage import Resolve
from streams.settle.stage import Settle
from streams.stage import Step

CORPUS = Path(__file__).parent / "corpus" / "input"


@pytest.fixture(scope="module")
def corpus():
    return [raw_message(record.value) for record in read(find([str(CORPUS)]).files, 2_000_000)]


@pytest.fixture(scope="module")
def fresh_stages():
    """New stages, as a process that starts has them; intake and extract have no memory and are shared."""
    intake, extract = Intake(), Extract()
    return lambda: (intake, Settle(), Dedup(), extract, Resolve())


def outputs(log):
    """What consumers of the log are left with, the origin of rejections aside."""
    return {
        topic.name: [
            (m.key, m.value, tuple(header for header in m.headers if not header[0].startswith("origin-")))
            for m in log.fold(topic)
        ]
        for topic in TOPICS
        if topic is not ARTICLES_RAW
    }


@pytest.fixture(scope="module")
def undisturbed(corpus, fresh_stages, tmp_path_factory):
    with Log(tmp_path_factory.mktemp("undisturbed") / "log.db") as log:
        ingest(log, corpus)
        Embedded(log, fresh_stages()).run()
        yield outputs(log)


def test_every_record_ends_as_unique_duplicate_or_rejected(undisturbed, corpus):
    ends = Counter({name: len(undisturbed[name]) for name in ("articles.unique", "articles.duplicate")})
    assert ends.total() + len(undisturbed["articles.rejected"]) == len(corpus)
    articles = [key for name in ends for key, _, _ in undisturbed[name]]
    assert len(set(articles)) == len(articles)
    assert all(undisturbed[name] for name in ("reports", "events.meeting", "events.agreement", "events.figure"))


def test_every_record_fits_its_published_schema(undisturbed):
    for topic in TOPICS[1:]:
        validator = Draft202012Validator(json_schema(topic.model))
        for _, value, _ in undisturbed[topic.name]:
            validator.validate(json.loads(value))


class Crash(BaseException):
    """The process dies."""


class Dying(Log):
    """A log whose process dies at one commit, just before it or just after."""

    def __init__(self, path, commits, before):
        super().__init__(path)
        self.commits = commits
        self.before = before

    @contextmanager
    def transaction(self):
        self.commits -= 1
        with super().transaction():
            yield
            if self.commits < 0 and self.before:
                raise Crash
        if self.commits < 0:
            raise Crash


def test_a_crash_at_any_commit_changes_nothing(corpus, fresh_stages, undisturbed, tmp_path):
    """Every start dies at its first, second, … commit, with batches of seven; the last one ends by itself."""
    chance = random.Random(1987)
    path = tmp_path / "log.db"
    with Log(path) as log:
        ingest(log, corpus)
    crashes = 0
    while True:
        with Dying(path, chance.randrange(4), chance.random() < 0.5) as log:
            try:
                Embedded(log, fresh_stages(), batch=7).run()
            except Crash:
                crashes += 1
                continue
            break
    assert crashes > 10
    with Log(path) as log:
        assert outputs(log) == undisturbed


@pytest.mark.parametrize("seed", range(3))
def test_order_and_redelivery_change_nothing(seed, corpus, fresh_stages, undisturbed, tmp_path):
    shuffled = corpus * 2
    random.Random(seed).shuffle(shuffled)
    with Log(tmp_path / "log.db") as log:
        with log.transaction():
            for record in shuffled:
                log.append(record)
        Embedded(log, fresh_stages(), batch=11).run()
        assert outputs(log) == undisturbed


def test_articles_that_come_in_two_runs_end_as_in_one(corpus, fresh_stages, undisturbed, tmp_path):
    with Log(tmp_path / "log.db") as log:
        for half in (corpus[1::2], corpus[::2]):
            ingest(log, half)
            Embedded(log, fresh_stages()).run()
        again = ingest(log, corpus)
        assert (again.added, again.known) == (0, len(corpus))
        assert outputs(log) == undisturbed


def test_what_was_made_can_be_thrown_away_and_made_again(corpus, fresh_stages, undisturbed, tmp_path):
    with Log(tmp_path / "log.db") as log:
        ingest(log, corpus)
        shell = Embedded(log, fresh_stages())
        shell.run()
        log.forget_derived(ARTICLES_RAW, {})
        shell.run()
        assert outputs(log) == undisturbed
        assert shell.waiting() == dict.fromkeys(("intake", "settle", "dedup", "extract", "resolve"), 0)


def test_records_read_before_a_damaged_one_stay(corpus, tmp_path):
    def broken_source():
        yield from corpus[:5]
        raise OSError("disk on fire")

    with Log(tmp_path / "log.db") as log:
        with pytest.raises(OSError, match="fire"):
            ingest(log, broken_source())
        assert [stored.message.value for stored in log.scan(ARTICLES_RAW)] == [m.value for m in corpus[:5]]


class Faulty:
    """Dedup with a bug: it forgets everything and raises at one article."""

    def __init__(self, at):
        self.inner = Dedup()
        self.at = at
        self.name, self.source, self.table = self.inner.name, self.inner.source, self.inner.table

    def restore(self, items):
        self.inner.restore(items)

    def handle(self, message):
        if message.key == self.at:
            self.inner.restore(())
            raise ZeroDivisionError(message.key)
        return self.inner.handle(message)


def test_a_bug_in_a_stage_costs_one_record_and_is_told(corpus, fresh_stages, undisturbed, tmp_path, caplog):
    at = undisturbed["articles.unique"][3][0]
    intake, settle, _, extract, resolve = fresh_stages()
    with Log(tmp_path / "log.db") as log:
        ingest(log, corpus)
        Embedded(log, (intake, settle, Faulty(at), extract, resolve)).run()
        bugs = [
            rejection
            for rejection in (json.loads(m.value) for m in log.fold(ARTICLES_REJECTED))
            if rejection["reason"] == "internal_error"
        ]
        assert [(bug["article_id"], bug["stage"], bug["detail"]) for bug in bugs] == [
            (at, "dedup", "builtins.ZeroDivisionError")
        ]
        assert f"dedup failed on {at}" in caplog.text
        ended = {m.key for topic in (ARTICLES_UNIQUE, ARTICLES_DUPLICATE) for m in log.fold(topic)}
        assert {m.key for m in log.fold(ARTICLES_CLEAN)} - ended == {at}


def test_a_rejection_says_where_its_record_stands(corpus, fresh_stages, tmp_path):
    with Log(tmp_path / "log.db") as log:
        ingest(log, corpus)
        Embedded(log, fresh_stages()[:1]).run()
        for rejection in log.fold(ARTICLES_REJECTED):
            headers = dict(rejection.headers)
            assert headers["origin-topic"] == b"articles.raw"
            (stored,) = log.read(ARTICLES_RAW, int(headers["origin-offset"]), 1)
            assert stored.message.key == rejection.key


def test_metrics_count_what_the_log_holds(corpus, fresh_stages, undisturbed, tmp_path):
    metrics = Metrics("1", "rules")
    with Log(tmp_path / "log.db") as log:
        ingest(log, corpus)
        Embedded(log, fresh_stages(), metrics).run()
    value = metrics.registry.get_sample_value
    for outcome in ("unique", "duplicate", "rejected"):
        counted = value("communique_articles_total", {"outcome": outcome})
        assert counted is not None
        assert counted >= len(undisturbed[f"articles.{outcome}"])
    reports = Counter(r["kind"] for _, reading, _ in undisturbed["reports"] for r in json.loads(reading)["reports"])
    assert (value("communique_reports_total", {"kind": "meeting"}) or 0) >= reports["meeting"] > 0
    assert value("communique_stage_duration_seconds_count", {"stage": "intake"}) == len(corpus)
    assert (value("communique_publication_to_event_seconds_count") or 0) > 0


def test_a_stage_without_output_moves_on(corpus, tmp_path):
    class Silent:
        name, source, table = "silent", REPORTS, None

        def restore(self, items): ...

        def handle(self, message):
            return Step()

    with Log(tmp_path / "log.db") as log:
        Embedded(log, [Silent()]).run()
