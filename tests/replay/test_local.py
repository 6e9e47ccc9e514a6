"""The runs of this machine."""

import pytest

from schemas.message import Message
from schemas.run import LIVE, MAIN, Run, RunNameError, Span, run_name, run_prefix
from schemas.topics import ARTICLES_RAW, EVENTS_MEETING
from streams.embedded import ingest, raw_message
from streams.log import Log, LogError
from streams.replay.local import LocalRuns
from streams.replay.runs import RunInUseError, UnknownRunError, check_droppable, check_promotable, known


@pytest.fixture
def runs(tmp_path):
    """A feed with one article, and no run yet."""
    found = LocalRuns(tmp_path)
    with Log(found.log(MAIN)) as log:
        ingest(log, [raw_message(b"one")])
    return found


def add(runs, name="new", *raw, state="done", source=None, since=None):
    """A run whose log holds these articles."""
    run = Run(
        name=name,
        state=state,
        source=source or str(runs.log(MAIN).resolve()),
        since=since,
        spans=(Span(partition=0, start=0, end=1),),
        ruleset="1",
        rules={},
    )
    runs.save(run)
    with Log(runs.log(name)) as log:
        ingest(log, map(raw_message, raw))
    return run


def articles(runs, name):
    with Log(runs.log(name), create=False) as log:
        return {stored.message.value for stored in log.scan(ARTICLES_RAW)}


def test_records_of_runs_are_found_again(runs):
    one, two = add(runs, "one"), add(runs, "two", state="reading")
    assert runs.all() == [one, two]
    assert runs.find("two") == two
    assert runs.find("three") is None


def test_the_feed_itself_is_live_until_a_run_is(runs):
    assert known(runs, LIVE) == MAIN
    add(runs)
    runs.promote("new")
    assert known(runs, LIVE) == "new"
    assert [run.name for run in runs.all()] == ["new"]


def test_a_promoted_run_can_be_left_for_what_was_live_before_and_entered_again(runs):
    add(runs)
    assert runs.promote("new").previous == MAIN
    assert (runs.promote(MAIN).run, runs.alias().previous) == (MAIN, "new")
    assert (runs.promote("new").run, runs.alias().previous) == ("new", MAIN)
    assert runs.promote("new").previous == MAIN, "promoting what is live changes nothing"


def test_articles_that_came_since_are_copied_to_the_run_that_becomes_live(runs):
    add(runs, "new", b"one")
    with Log(runs.log(MAIN)) as log:
        ingest(log, [raw_message(b"two")])
    runs.promote("new")
    assert articles(runs, "new") == {b"one", b"two"}
    with Log(runs.log("new")) as log:
        ingest(log, [raw_message(b"three")])
    runs.promote(MAIN)
    assert articles(runs, MAIN) == {b"one", b"two", b"three"}


@pytest.mark.parametrize("other", [{"source": "/archive"}, {"since": 5}])
def test_articles_are_not_copied_to_or_from_a_run_over_others(runs, other):
    add(runs, "new", b"two", **other)
    runs.promote("new")
    assert articles(runs, "new") == {b"two"}
    runs.promote(MAIN)
    assert articles(runs, MAIN) == {b"one"}


def test_a_run_is_promoted_only_when_done(runs):
    add(runs, state="reading")
    with pytest.raises(RunInUseError, match="replay --run new"):
        check_promotable(runs, "new")


def test_neither_the_feed_nor_what_is_live_is_dropped(runs):
    add(runs)
    runs.promote("new")
    for name in ("new", MAIN, LIVE):
        with pytest.raises(RunInUseError):
            check_droppable(runs, name)
    runs.promote(MAIN)
    check_droppable(runs, "new")


def test_dropping_removes_all_of_the_run_and_nothing_else(runs, tmp_path):
    add(runs, "new-2")
    before = sorted(tmp_path.rglob("*"))
    add(runs, "new")
    runs.drop("new")
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(UnknownRunError, match="'new'"):
        runs.drop("new")


def test_a_run_at_work_is_neither_dropped_nor_replayed_by_another(runs):
    add(runs)
    with runs.at_work("new"):
        with pytest.raises(RunInUseError, match="another process"):
            runs.drop("new")
        with pytest.raises(RunInUseError), LocalRuns(runs.log(MAIN).parent).at_work("new"):
            pass
    assert runs.log("new").exists()


def test_events_of_a_run_are_those_that_hold(runs):
    add(runs)
    with Log(runs.log("new")) as log, log.transaction():
        for key, value in (("a", b"1"), ("b", b"1"), ("a", b"2"), ("b", None)):
            log.append(Message(EVENTS_MEETING, key, value))
    assert runs.events("new")[EVENTS_MEETING.name] == {"a": b"2"}
    with pytest.raises(LogError, match="no log"):
        runs.events("missing")


def test_a_name_that_is_no_run_is_said_with_those_that_are(runs):
    add(runs)
    with pytest.raises(UnknownRunError, match="there are: new"):
        known(runs, "nwe")


@pytest.mark.parametrize("name", ["", "Live", "live", "main", "a.b", "-a", "a/b", "a" * 41, "ä"])
def test_names_that_would_not_do_in_topics_or_files_are_refused(name):
    with pytest.raises(RunNameError):
        run_name(name)


def test_no_run_has_topics_that_begin_like_those_of_another():
    assert run_prefix(run_name("a-1")) == "run-a-1."
    assert not run_prefix("a-1").startswith(run_prefix("a"))
    assert run_prefix(MAIN) == run_prefix("") == ""
