"""A run over a log on this machine ends like the feed itself, wherever it is stopped."""

from functools import cache
from pathlib import Path

import pytest

from schemas.run import Run
from schemas.topics import ARTICLES_RAW, ARTICLES_REJECTED
from streams.embedded import ARRIVED, Embedded, ingest, raw_message
from streams.inputs import find, read
from streams.log import Log, LogError
from streams.pipeline import stages
from streams.replay import run as replay
from streams.replay.raw import Window
from streams.replay.run import DERIVED, RateLimit
from streams.replay.sources import FileSource, LogSource, UndatedError
from streams.settings import Settings

CORPUS = Path(__file__).parent.parent / "corpus" / "input"
LIMIT = 2_000_000
DAY = 86_400_000


@cache
def chain():
    return stages(Settings())


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    """The log of a feed with the sample corpus, a record a day."""
    path = tmp_path_factory.mktemp("feed") / "communique.db"
    values = [record.value for record in read(find([str(CORPUS)]).files, LIMIT)]
    with Log(path) as log:
        ingest(log, (raw_message(value, ((ARRIVED, b"%d" % (n * DAY)),)) for n, value in enumerate(values)))
        Embedded(log, chain()).run()
    return path


def begin(source, folder, name="run", since=None, until=None):
    """A run that has read nothing yet, and its log."""
    folder.mkdir(exist_ok=True)
    plan = Run(
        name=name,
        state="reading",
        source=source.name,
        since=since,
        until=until,
        spans=source.spans(Window(since, until)),
        ruleset="",
        rules={"code": "1"},
    )
    log = Log(folder / f"{name}.db")
    replay.begin(log, plan)
    return log, plan


def outcome(log, *, places=True):
    """All that the run says, in order; without the headers of places where logs differ in them."""
    return {
        topic.name: [
            (each.key, each.value, [h for h in each.headers if places or not h[0].startswith("origin-")])
            for each in replay.outcome(log, topic)
        ]
        for topic in DERIVED
    }


def test_a_run_equals_the_feed_and_another_run_is_the_same_byte_for_byte(feed, tmp_path):
    source = LogSource(feed)
    outcomes = []
    for name in ("one", "two"):
        log, plan = begin(source, tmp_path, name)
        with log:
            assert replay.read(log, chain(), plan, source) == plan.spans[0].end
            assert replay.left(log, plan) == 0
            outcomes.append(outcome(log))
    assert outcomes[0] == outcomes[1]
    with Log(feed, create=False) as live:
        assert outcomes[0] == outcome(live)
    assert all(outcomes[0][topic] for topic in ("events.meeting", "events.agreement", "events.figure"))


@pytest.mark.parametrize("stop_after", [1, 2, 3])
def test_a_run_that_is_stopped_goes_on_and_ends_the_same(feed, tmp_path, stop_after):
    source = LogSource(feed)
    log, plan = begin(source, tmp_path)
    stops = iter(range(1, 100))

    def stop(_):
        if next(stops) % stop_after == 0:
            raise KeyboardInterrupt

    rate = 40  # batches of twenty
    interruptions = 0
    with log:
        while replay.left(log, plan):
            try:
                replay.read(log, chain(), plan, source, stop, RateLimit(rate, sleep=lambda _: None))
            except KeyboardInterrupt:
                interruptions += 1
        assert interruptions
        with Log(feed, create=False) as live:
            assert outcome(log) == outcome(live)


def test_what_arrives_after_the_run_began_is_not_in_it(feed, tmp_path):
    own = tmp_path / "growing.db"
    own.write_bytes(feed.read_bytes())
    source = LogSource(own)
    log, plan = begin(source, tmp_path)
    with Log(own) as growing:
        ingest(growing, [raw_message(b'{"id": "late", "text": "Too late for the run."}')])
    with log:
        replay.read(log, chain(), plan, source)
        assert log.end(ARTICLES_RAW) == plan.spans[0].end
        assert not [each for each in log.fold(DERIVED[0]) if each.key == "late"]


def test_a_window_takes_what_arrived_in_it(feed, tmp_path):
    source = LogSource(feed)
    log, plan = begin(source, tmp_path, since=10 * DAY, until=20 * DAY)
    with log:
        assert replay.read(log, chain(), plan, source) == 10
        raw = [stored.message.value for stored in log.scan(ARTICLES_RAW)]
    with Log(feed, create=False) as live:
        assert raw == [stored.message.value for stored in live.read(ARTICLES_RAW, 10, 10)]


def test_files_of_articles_are_a_source_too_but_know_no_arrivals(feed, tmp_path):
    source = FileSource(find([str(CORPUS)]), LIMIT)
    log, plan = begin(source, tmp_path)
    with log, Log(feed, create=False) as live:
        replay.read(log, chain(), plan, source)
        assert outcome(log, places=False) == outcome(live, places=False)
    with pytest.raises(UndatedError):
        source.spans(Window(since=1))


def test_rejections_tell_where_the_record_stands_in_the_log_that_was_read(feed, tmp_path):
    source = LogSource(feed)
    log, plan = begin(source, tmp_path, since=5 * DAY)
    with log, Log(feed, create=False) as live:
        replay.read(log, chain(), plan, source)
        places = {each.key: dict(each.headers)["origin-offset"] for each in log.fold(ARTICLES_REJECTED)}
        wanted = {each.key: dict(each.headers)["origin-offset"] for each in live.fold(ARTICLES_REJECTED)}
    assert places
    assert places.items() <= wanted.items()


def test_two_processes_cannot_do_one_run(feed, tmp_path):
    source = LogSource(feed)
    log, plan = begin(source, tmp_path)
    with log, Log(tmp_path / "run.db") as other:

        def meanwhile(_):
            replay.read(other, chain(), plan, source)

        with pytest.raises(LogError, match="another process"):
            replay.read(log, chain(), plan, source, meanwhile, RateLimit(20, sleep=lambda _: None))


def test_a_rate_is_kept_on_average_and_lost_time_is_not_made_up_for():
    now = [0.0]
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    limit = RateLimit(100, lambda: now[0], sleep)
    assert limit.batch == 50
    for _ in range(4):
        limit.took(50)
    assert now[0] == pytest.approx(2.0)
    now[0] += 10
    limit.took(50)
    limit.took(50)
    assert slept[-2:] == [0.0, pytest.approx(0.5)]


def test_a_slow_rate_takes_one_record_at_a_time():
    assert RateLimit(0.5).batch == 1
