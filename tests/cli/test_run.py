"""`communique run`, `events` and `tail` on the sample corpus."""

import csv
import gzip
import json
import re
import sqlite3
import time
from collections import Counter
from contextlib import closing, suppress
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from schemas.article import DerivedLink
from schemas.event import AgreementEvent
from schemas.message import message
from schemas.report import MeetingReport, Reading
from schemas.slots import Codes, DateSpan
from schemas.topics import ARTICLES_DERIVED, BY_NAME, EVENTS_AGREEMENT, REPORTS
from streams.cli.tail import tail
from streams.embedded import BATCH, Embedded, raw_message
from streams.log import Log
from streams.resolve.stage import Resolve

CORPUS = Path(__file__).parent.parent / "corpus" / "input"
OUTCOMES = CORPUS.parent / "outcomes.tsv"


def records(ended):
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.lines]


def wait_for_articles(communique, process, count):
    """Until the log that the process writes holds so many raw articles, or the process has ended."""
    uri = f"file:{communique.folder}/communique.db?mode=ro"
    while process.poll() is None:
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(uri, uri=True)) as log:
            if log.execute("SELECT count(*) FROM records WHERE topic = 'articles.raw'").fetchone()[0] >= count:
                return
        time.sleep(0.01)


def expected_outcomes():
    with OUTCOMES.open(newline="") as table:
        return Counter(row["outcome"] for row in csv.DictReader(table, delimiter="\t"))


def test_a_run_shows_events_counts_the_log_and_what_to_try_next(sample):
    command, first = sample
    assert first.code == 0, first.err
    shown = first.out.decode()
    header = next(line for line in shown.splitlines() if line.startswith("date"))
    assert header.split() == ["date", "parties", "what", "where", "sources", "conf."]
    assert "KAZ RUS" in shown
    assert "Astana, KAZ" in shown
    assert str(command.folder / "communique.db") in shown
    assert shown.count("\n  communique ") == 3
    assert "\x1b" not in shown, "no colours where no terminal is"
    outcomes = expected_outcomes()
    assert f"holds {outcomes.total()}: {outcomes['unique']} unique, {outcomes['duplicate']} duplicates" in shown
    assert f"{outcomes['rejected']} rejected" in shown


def test_what_a_run_says_to_try_next_works(sample):
    command, first = sample
    for line in first.out.decode().splitlines():
        if line.startswith("  communique "):
            ended = command(*line.split()[1:])
            assert ended.code == 0, ended.err
            assert ended.out


def test_a_run_names_the_relation_with_most_events(sample):
    command, first = sample
    events = records(command("events", "--json"))
    counts = Counter(pair for event in events for pair in combinations(event["parties"], 2))
    assert counts[tuple(re.search(r"communique relations (\S+) (\S+)", first.out.decode()).groups())] == max(
        counts.values()
    )


def test_a_run_without_events_names_no_relation(communique):
    shown = communique("run", "-", given=b'{"id": "x", "text": "Nothing happened here today."}').out.decode()
    assert "1 record read. The log holds 1: 1 unique, 0 duplicates, 0 rejected; 0 events." in shown
    assert "relations" not in shown


def test_a_run_killed_on_the_way_is_completed_by_the_next(sample, communique):
    command, _ = sample
    process = communique.start("run", CORPUS)
    wait_for_articles(communique, process, 1)
    process.kill()
    process.communicate()
    resumed = communique("run", CORPUS, "--json")
    assert resumed.code == 0, resumed.err
    assert resumed.out == command("events", "--json").out


def test_ctrl_c_ends_a_run_quietly_and_keeps_what_was_read(communique):
    process = communique.start("run", "-")
    process.stdin.write(b"".join(b'{"id": %d, "text": "Nothing happened here today."}\n' % n for n in range(2 * BATCH)))
    process.stdin.flush()
    wait_for_articles(communique, process, BATCH)
    ended = communique.interrupt(process)
    assert ended.code == 130
    assert "Traceback" not in ended.err
    assert "goes on from here" in ended.err
    assert BATCH <= len(records(communique("tail", "articles.raw", "--json", "--all"))) <= 2 * BATCH


def test_a_damaged_file_is_named_and_what_stood_before_it_is_kept(communique, tmp_path):
    good = b"".join(b'{"id": "%d", "text": "Article number %d."}\n' % (n, n) for n in range(5000))
    packed = gzip.compress(good)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    ended = communique("run", tmp_path / "cut.jsonl.gz")
    assert ended.code == 2
    assert "cut.jsonl.gz: damaged or cut short after" in ended.err
    assert "Traceback" not in ended.err
    assert 0 < len(records(communique("tail", "articles.raw", "--json", "--all"))) < 5000


def test_events_are_filtered_by_kind_party_status_and_date(sample):
    command, _ = sample
    everything = records(command("events", "--json"))
    assert [event["event_id"] for event in everything]
    kazakh = records(command("events", "--json", "--party", "kaz", "--party", "RUS"))
    assert kazakh == records(command("events", "--json", "--party", "Kazakhstan", "--party", "russia"))
    assert kazakh == [event for event in everything if {"KAZ", "RUS"} <= set(event["parties"])]
    held = records(command("events", "--json", "--kind", "meeting", "--status", "held"))
    assert held == [event for event in everything if event.get("status") == "held"]
    assert held
    dated = records(command("events", "--json", "--kind", "meeting", "--since", "2012-01-01", "--until", "2015-12-31"))
    assert dated
    for event in dated:
        told = event.get("date", {"start": event["sources"][0]["published"], "end": event["sources"][0]["published"]})
        assert told["start"] <= "2015-12-31"
        assert told["end"] >= "2012-01-01"


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["events", "--since", "yesterday"], "'yesterday' is no day"),
        (["tail", "reports", "--until", "2024-13-01"], "'2024-13-01' is no day"),
        (["relations", "KAZ", "RUS", "--on", "soon"], "'soon' is no day"),
    ],
    ids=lambda words: words[0],
)
def test_what_is_no_day_is_refused_with_an_example(communique, option, told):
    ended = communique(*option)
    assert ended.code == 2
    assert told in ended.err
    assert "2024-01-31" in ended.err


def test_an_unknown_status_is_told_each_known_one_once(communique):
    ended = communique("events", "--status", "done")
    assert ended.code == 2
    assert ended.err.count("planned") == 1


def test_tail_shows_reports_one_a_line_with_their_article(sample):
    command, _ = sample
    reports = records(command("tail", "reports", "--json", "--all"))
    assert {report["kind"] for report in reports} == {"meeting", "agreement", "figure"}
    assert all(report["article_id"] and report["evidence"] for report in reports)
    figures = records(command("tail", "reports", "--json", "--all", "--kind", "figure"))
    assert figures == [report for report in reports if report["kind"] == "figure"]


def test_tail_shows_the_last_records_for_people(sample):
    command, _ = sample
    ended = command("tail", "articles.rejected", "-n", "3")
    assert len(ended.lines) == 3
    copies = command("tail", "articles.duplicate", "--all").out.decode()
    assert "copy of" in copies


def test_output_to_a_closed_pipe_ends_quietly(sample):
    command, _ = sample
    process = command.start("tail", "articles.raw", "--all", "--json")
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert err == b""


def test_two_runs_at_once_do_no_harm(sample, communique):
    command, _ = sample
    both = [communique.start("run", CORPUS, "--json") for _ in range(2)]
    for process in both:
        process.communicate(timeout=120)
    assert communique("run", CORPUS, "--json").out == command("events", "--json").out


def test_running_again_reads_nothing_twice_and_a_rebuild_ends_the_same(sample):
    command, _ = sample
    before = command("events", "--json").out
    again = command("run", CORPUS, "--json")
    assert again.out == before
    assert f"({expected_outcomes().total()} were known)" in again.err
    rebuilt = command("run", CORPUS, "--json", "--rebuild")
    assert "Making everything again" in rebuilt.err
    assert rebuilt.out == before


def test_other_settings_make_everything_again_from_the_log(communique):
    communique("run", CORPUS / "irrelevant.jsonl")
    changed = communique("run", CORPUS / "irrelevant.jsonl", COMMUNIQUE_MAX_RECORD_BYTES="1000")
    assert "(max_record_bytes)" in changed.err
    assert "too_large" in changed.out.decode()


def test_articles_come_by_standard_input_compressed_or_not(communique):
    ended = communique("run", "-", given=gzip.compress(b'[{"id": "x", "text": "Nothing happened here."}, 5]'))
    assert ended.code == 0, ended.err
    assert "1 unique, 0 duplicates, 1 rejected (not_object 1)" in ended.out.decode()


def test_metrics_of_a_run_are_written_where_asked(sample):
    command, _ = sample
    unique = expected_outcomes()["unique"]
    assert f'communique_articles_total{{outcome="unique"}} {unique}.0' in (command.folder / "run.prom").read_text()


def test_tail_follows_the_log(communique):
    with Log(communique.folder / "communique.db") as log:

        def add(article):
            with log.transaction():
                log.append(raw_message(article))

        add(b'{"id": "a", "text": "First of all, nothing."}')
        process = communique.start("tail", "articles.raw", "--follow", "--json")
        assert json.loads(process.stdout.readline())["id"] == "a"
        add(b'{"id": "b", "text": "Then, nothing again."}')
        assert json.loads(process.stdout.readline())["id"] == "b"
    ended = communique.interrupt(process)
    assert (ended.code, ended.out, ended.err) == (130, b"", "")


def test_what_a_stranger_wrote_does_not_steer_the_terminal(communique):
    hostile = "\x1b[31mred\x1b[0m [bold]bold[/bold] \u202ereversed :smile:"
    event = AgreementEvent(
        event_id="evt-1",
        parties=("KAZ", "RUS"),
        confidence=0.9,
        codes=Codes(plover="SUPPORT", cameo="057"),
        ruleset="1",
        sources=(),
        instrument="treaty",
        action="signed",
        title=hostile,
    )
    with Log(communique.folder / "communique.db") as log, log.transaction():
        log.append(raw_message(json.dumps({"id": "x", "title": hostile}).encode()))
        log.append(message(EVENTS_AGREEMENT, "evt-1", event))
    for command in (["tail", "articles.raw"], ["tail", "events.agreement"], ["events"]):
        shown = communique(*command).out.decode()
        assert "[bold]bold[/bold]" in shown
        assert ":smile:" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_relations_and_actors_tell_what_was_and_what_is_due(communique):
    def meeting(name, day, status):
        report = MeetingReport(
            report_id=f"rep-{name}",
            article_id=name,
            parties=("KAZ", "RUS", "org:CIS"),
            evidence=(),
            rule="test",
            confidence=0.9,
            codes=Codes(plover="CONSULT", cameo="042"),
            ruleset="1",
            date=DateSpan(start=day, end=day),
            status=status,
            format="visit",
        )
        return message(REPORTS, name, Reading(article_id=name, ruleset="1", lang="en", reports=(report,)))

    with Log(communique.folder / "communique.db") as log:
        with log.transaction():
            log.append(meeting("a", date(2012, 6, 7), "held"))
            log.append(meeting("b", date(2024, 11, 27), "planned"))
        Embedded(log, [Resolve()]).run()
    (found,) = records(communique("relations", "rus", "KAZ", "--json"))
    assert found["parties"] == ["KAZ", "RUS"]
    assert found["last_meeting"]["date"]["start"] == "2012-06-07"
    assert found["next_meeting"]["date"]["start"] == "2024-11-27"
    before = communique("relations", "KAZ", "org:cis", "--on", "2020-01-01").out.decode()
    assert "KAZ and org:CIS, on 2020-01-01: 2 events" in before
    assert "Last meeting\n2012-06-07  visit" in before
    assert "Next meeting\n2024-11-27  visit, planned" in before
    assert "Next meeting\nnone known" in communique("relations", "KAZ", "RUS", "--on", "2025-01-01").out.decode()
    told = communique("tail", "relations").out.decode()
    assert "KAZ RUS  2 events  last met 2012-06-07  next 2024-11-27  0 agreements in force" in told
    assert "KAZ  2 events  RUS 2, org:CIS 2" in communique("tail", "actors").out.decode()
    assert "No event names both RUS and USA" in communique("relations", "usa", "rus").err
    actor = communique("actors", "kaz", "--on", "2025-01-01").out.decode()
    assert "2012-06-07" in actor
    assert "Meetings ahead\nnone known" in actor
    assert [partner["party"] for partner in records(communique("actors", "KAZ", "--json"))[0]["partners"]] == [
        "RUS",
        "org:CIS",
    ]


@pytest.mark.parametrize(
    "command",
    [["events", "--party", "ZZZ"], ["relations", "RUS", "ZZZ"], ["actors", "ZZZ"]],
    ids=lambda words: words[0],
)
def test_an_unknown_party_is_named_with_what_to_do(communique, command):
    ended = communique(*command)
    assert ended.code == 2
    assert "unknown party 'ZZZ'" in ended.err
    assert "Give a code (KAZ of ISO 3166, org:EU) or an English name" in ended.err
    assert "Did you mean" in communique(*command[:-1], "KAS").err


@pytest.mark.parametrize("topic", BY_NAME)
def test_tail_tells_the_records_of_every_topic(sample, topic, tmp_path, capsys):
    command, _ = sample
    path = command.folder / "communique.db"
    if topic == ARTICLES_DERIVED.name:  # the sample has none
        path = tmp_path / "communique.db"
        link = DerivedLink(article_id="b", record_id="rec-b", derived_from="a", similarity=0.5, published="2024-11-28")
        with Log(path) as log, log.transaction():
            log.append(message(ARTICLES_DERIVED, "b", link))
    tail(topic, everything=True, log=path)
    told = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("withdrawn")]
    assert told
    assert all(line.strip() for line in told)
    if topic == ARTICLES_DERIVED.name:
        assert told == ["2024-11-28  b  follows up a (0.50)"]
