"""The log in a file keeps what the stages need of Kafka."""

import sqlite3

import pytest

from schemas.message import Message
from schemas.topics import ARTICLES_RAW, REPORTS
from streams.log import Log, LogError, Stored


@pytest.fixture
def log(tmp_path):
    with Log(tmp_path / "log.db") as made:
        yield made


def test_a_topic_gives_back_what_it_was_given_in_order(log):
    sent = [
        Message(REPORTS, "a", b"1", (("ce_id", b"x\xff"), ("ce_id", b"y"))),
        Message(REPORTS, "ä", None),
        Message(REPORTS, "a", b""),
    ]
    with log.transaction():
        assert [log.append(message) for message in sent] == [0, 1, 2]
    assert list(log.scan(REPORTS)) == [Stored(offset, message) for offset, message in enumerate(sent)]
    assert log.read(REPORTS, 1, 1) == [Stored(1, sent[1])]
    assert log.end(REPORTS) == 3
    assert log.end(ARTICLES_RAW) == 0


def test_folding_leaves_the_last_record_of_each_key_and_no_withdrawn_ones(log):
    with log.transaction():
        for key, value in (("b", b"1"), ("a", b"2"), ("c", b"3"), ("b", b"4"), ("c", None), ("d", None), ("d", b"5")):
            log.append(Message(REPORTS, key, value))
    assert [(message.key, message.value) for message in log.fold(REPORTS)] == [("a", b"2"), ("b", b"4"), ("d", b"5")]


def test_the_same_record_is_not_appended_twice(log):
    with log.transaction():
        assert log.append_new(Message(ARTICLES_RAW, "k", b"one")) == 0
        assert log.append_new(Message(ARTICLES_RAW, "k", b"one", (("other", b"header"),))) is None
        assert log.append_new(Message(ARTICLES_RAW, "l", b"one")) == 1
        assert log.append_new(Message(ARTICLES_RAW, "k", b"")) == 2
        assert log.append_new(Message(ARTICLES_RAW, "k", None)) == 3
    assert log.counts()["articles.raw"] == 4


def test_an_interrupted_transaction_leaves_nothing(log):
    with pytest.raises(KeyboardInterrupt), log.transaction():  # noqa: PT012 - all of it is what is interrupted
        log.append(Message(REPORTS, "a", b"1"))
        log.put("table", [("k", b"v")])
        log.advance("consumer", 0, 7)
        raise KeyboardInterrupt
    assert log.end(REPORTS) == 0
    assert log.get("table", "k") is None
    assert log.position("consumer") == 0


def test_what_was_written_is_there_after_reopening(tmp_path):
    with Log(tmp_path / "l.db") as log, log.transaction():
        log.append(Message(REPORTS, "a", b"1"))
        log.put("table", [("b", b"2"), ("a", b"1"), ("b", None), ("c", b"\x00")])
        log.advance("consumer", 0, 1)
    with Log(tmp_path / "l.db", create=False) as log:
        assert log.end(REPORTS) == 1
        assert list(log.rows("table")) == [("a", b"1"), ("c", b"\x00")]
        assert log.position("consumer") == 1


def test_two_processes_cannot_work_on_one_consumer(tmp_path):
    with Log(tmp_path / "l.db") as mine, Log(tmp_path / "l.db") as theirs:
        with theirs.transaction():
            theirs.advance("dedup", 0, 5)
        with pytest.raises(LogError, match="another process"), mine.transaction():
            mine.advance("dedup", 0, 3)
        assert mine.position("dedup") == 5


def test_forgetting_keeps_the_raw_articles_alone(log):
    with log.transaction():
        log.append_new(Message(ARTICLES_RAW, "k", b"one"))
        log.append(Message(REPORTS, "a", b"1"))
        log.put("table", [("k", b"v")])
        log.advance("intake", 0, 1)
    log.forget_derived(ARTICLES_RAW, {"code": "2"})
    assert [stored.message.value for stored in log.scan(ARTICLES_RAW)] == [b"one"]
    assert (log.end(REPORTS), log.get("table", "k"), log.position("intake")) == (0, None, 0)
    assert log.facts() == {"code": "2"}


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be looked at" * 10])
def test_a_file_that_is_no_log_is_refused_or_made_one_if_empty(tmp_path, content):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    if content:
        with pytest.raises(LogError, match=r"x\.db"):
            Log(path)
    else:
        with Log(path) as log:
            assert log.end(REPORTS) == 0


def test_a_database_of_something_else_is_not_touched(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(LogError, match="something else"):
        Log(tmp_path / "other.db")


def test_a_log_of_a_newer_version_is_refused(tmp_path):
    Log(tmp_path / "l.db").close()
    with sqlite3.connect(tmp_path / "l.db") as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(LogError, match="newer version"):
        Log(tmp_path / "l.db")


def test_a_missing_log_is_not_made_for_a_reader(tmp_path):
    with pytest.raises(LogError, match="no log"):
        Log(tmp_path / "missing.db", create=False)
    assert not list(tmp_path.iterdir())
