"""Webhooks and Server-Sent Events from a real broker, to a real HTTP server and by a real HTTP client."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.message import Message, message, tombstone
from schemas.run import Alias
from schemas.topics import ALIASES, EVENT_TOPICS, EVENTS_MEETING
from streams.bridge.feed import subscribed
from streams.bridge.hub import WAITING, Connection, Hub
from streams.bridge.signature import Signer
from streams.bridge.webhook import Counts, DeadLetters, Policy, Webhook
from streams.settings import Settings
from tests.integration.harness import ROOT
from tests.integration.secured import certificates
from tests.integration.test_client import EVENTS, Topics, agreement, meeting

pytestmark = pytest.mark.kafka
KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def topics(broker: Broker) -> Topics:
    return Topics(broker)


class Receiver:
    """A webhook's receiver; `answers` are its next statuses (0: it hangs), then it takes everything.

    With `certificate`, a PEM file with its key, it speaks TLS.
    """

    def __init__(self, *answers: int, certificate: Path | None = None) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                if status == 0:
                    time.sleep(2)
                    return
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_port}/hook"
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def got(self) -> list[str]:
        """The ids of the events in the order of the requests."""
        return [headers["ce-partitionkey"] for headers, _ in self.requests]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def receiving(*answers: int, certificate: Path | None = None) -> Iterator[Receiver]:
    receiver = Receiver(*answers, certificate=certificate)
    try:
        yield receiver
    finally:
        receiver.close()


class Sent:
    """What a webhook has left behind when it came to the end of the feed."""

    def __init__(
        self, topics: Topics, url: str, folder: Path, *, policy: Policy | None = None, **wanted: object
    ) -> None:
        self.counts = Counts()
        self.said: list[str] = []
        dead = folder / "dead.jsonl"
        settings = Settings(broker=topics.broker.url, topic_prefix=topics.prefix)
        group = {"group": f"{topics.prefix}hook"} | wanted
        with DeadLetters(dead) as letters:
            hook = Webhook(url, Signer(SECRET), policy or Policy(3, 0.5), letters, self.counts, self.said.append)
            self.rejected = asyncio.run(hook.run(subscribed(settings, follow=False, **group)))
        self.letters = [json.loads(line) for line in dead.read_text().splitlines()]

    def count(self, name: str, **labels: str) -> float:
        return self.counts.registry.get_sample_value(f"communique_webhook_{name}_total", labels) or 0.0


def test_every_event_is_posted_signed_once_and_remembered(topics: Topics, tmp_path: Path) -> None:
    topics.send([*EVENTS, tombstone(EVENTS_MEETING, "evt-4", superseded_by="evt-1")])
    with receiving() as receiver:
        sent = Sent(topics, receiver.url, tmp_path)
        assert sorted(receiver.got) == ["evt-1", "evt-2", "evt-3", "evt-4", "evt-4", "evt-5"]
        assert Sent(topics, receiver.url, tmp_path).rejected == 0
        assert len(receiver.requests) == 6
    for headers, body in receiver.requests:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{digest}"
        assert headers["webhook-id"] == headers["ce-id"]
        assert abs(time.time() - int(headers["webhook-timestamp"])) < 60
    values = {each.key: each.value for each in EVENTS}
    assert all(body == values[headers["ce-partitionkey"]] for headers, body in receiver.requests if body)
    assert (sent.count("events", outcome="delivered"), sent.letters) == (6, [])


def test_what_fails_for_a_while_is_tried_again_before_the_next(topics: Topics, tmp_path: Path) -> None:
    topics.send([meeting(1, "KAZ", "RUS"), meeting(2, "KAZ", "UZB")])
    with receiving(500, 0, 200) as receiver:
        sent = Sent(topics, receiver.url, tmp_path, kinds=["meeting"])
        assert receiver.got == ["evt-1", "evt-1", "evt-1", "evt-2"]
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 2
    assert (sent.rejected, sent.letters) == (0, [])
    assert [sent.count("attempts", answer=answer) for answer in ("5xx", "none", "2xx")] == [1, 1, 2]
    assert "again in 1 s" in sent.said[0]


def test_what_is_refused_or_fails_too_often_is_a_dead_letter_and_the_rest_goes_on(
    topics: Topics, tmp_path: Path
) -> None:
    topics.send([meeting(number, "KAZ", "RUS") for number in (1, 2, 3)])
    with receiving(404, 503, 503) as receiver:
        sent = Sent(topics, receiver.url, tmp_path, policy=Policy(2, 0.5), kinds=["meeting"])
        assert receiver.got == ["evt-1", "evt-2", "evt-2", "evt-3"]
    assert [(each["reason"], each["attempts"]) for each in sent.letters] == [
        ("404 Not Found", 1),
        ("503 Service Unavailable", 2),
    ]
    assert sent.letters[0]["event"]["data"]["event_id"] == "evt-1"
    assert (sent.rejected, sent.count("events", outcome="rejected")) == (2, 2)


def test_a_receiver_that_is_not_there_costs_no_event(topics: Topics, tmp_path: Path) -> None:
    topics.send([meeting(1, "KAZ", "RUS")])
    sent = Sent(topics, "http://127.0.0.1:1/", tmp_path, policy=Policy(1, 0.5))
    assert [each["event"]["partitionkey"] for each in sent.letters] == ["evt-1"]
    assert "no answer" in sent.letters[0]["reason"]


def command(topics: Topics, folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    feed = {"COMMUNIQUE_BROKER": topics.broker.url, "COMMUNIQUE_TOPIC_PREFIX": topics.prefix}
    return subprocess.Popen(
        [sys.executable, "-m", "streams.cli", "bridge", *arguments],
        env=outside | feed | {"COMMUNIQUE_DATA_DIR": str(folder)} | settings,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_sigterm_ends_the_command_in_the_middle_of_a_try_and_the_event_comes_again(
    topics: Topics, tmp_path: Path
) -> None:
    topics.send([meeting(1, "KAZ", "RUS"), meeting(2, "KAZ", "UZB")])
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    with receiving(204, 500) as receiver:
        process = command(topics, tmp_path, "webhook", receiver.url, COMMUNIQUE_WEBHOOK_SECRET_FILE=str(secret))
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "500" in said
        assert "again in 1 s" in said
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert SECRET.removeprefix("whsec_") not in said + process.stderr.read()
        before = len(receiver.requests)
        again = command(
            topics, tmp_path, "webhook", receiver.url, "--no-follow", COMMUNIQUE_WEBHOOK_SECRET_FILE=str(secret)
        )
        assert again.wait(60) == 0
        assert receiver.got[before:] == ["evt-2"]


def test_a_receiver_over_tls_is_believed_by_an_authority_that_is_named_and_by_no_other(
    topics: Topics, tmp_path: Path
) -> None:
    topics.send([meeting(1, "KAZ", "RUS")])
    authority, certificate = tmp_path / "ca.pem", tmp_path / "receiver.pem"
    certificates(authority, certificate)
    dead = tmp_path / "dead.jsonl"
    options = ("--no-follow", "--attempts", "1", "--dead-letters", str(dead))
    with receiving(certificate=certificate) as receiver:
        for trusted in ((), ("--ca", str(authority))):
            group = ("--group", f"{topics.prefix}{len(trusted)}")
            process = command(
                topics, tmp_path, "webhook", receiver.url, *options, *group, *trusted, COMMUNIQUE_WEBHOOK_SECRET=SECRET
            )
            _, said = process.communicate(timeout=30)
            assert process.returncode == (0 if trusted else 1), said
        assert receiver.got == ["evt-1"]
    (letter,) = map(json.loads, dead.read_text().splitlines())
    assert "certificate verify failed" in letter["reason"]


@pytest.mark.parametrize(
    ("arguments", "settings", "told"),
    [
        (["ftp://127.0.0.1/"], {}, "no URL of a webhook"),
        (["http://me:hunter2@127.0.0.1/"], {}, "the URL holds a user or a password"),
        (["http://127.0.0.1/"], {}, "COMMUNIQUE_WEBHOOK_SECRET"),
        (
            ["https://127.0.0.1/", "--ca", "/dev/null"],
            {"COMMUNIQUE_WEBHOOK_SECRET": SECRET},
            "no certificates can be read from /dev/null",
        ),
        (["http://127.0.0.1/"], {"COMMUNIQUE_WEBHOOK_SECRET": "hunter2"}, "base64 of at least 24 bytes"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused(
    topics: Topics, tmp_path: Path, arguments: list[str], settings: dict[str, str], told: str
) -> None:
    process = command(topics, tmp_path, "webhook", *arguments, **settings)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert told in said
    assert "hunter2" not in said


class Stream:
    """A reader of Server-Sent Events."""

    def __init__(self, port: int, query: str = "", last: str = "") -> None:
        self._client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self._client.request("GET", f"/events{query}", headers={"last-event-id": last} if last else {})
        self.answer = self._client.getresponse()
        self.last = last

    def frame(self) -> dict[str, str]:
        """The next frame's fields; a comment is one with the name ""."""
        fields = {}
        while (raw := self.answer.readline()) != b"\n":
            assert raw, "the server has ended the connection"
            line = raw.decode().rstrip("\n")
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        self.last = fields.get("id", self.last)
        return fields

    def event(self) -> tuple[str, str]:
        """The next event: its name, and the id of the event or what its data say."""
        while "data" not in (fields := self.frame()):
            pass
        data = json.loads(fields["data"])
        return fields["event"], data.get("event_id") or data["run"]

    def close(self) -> None:
        self.answer.close()
        self._client.close()


@pytest.fixture
def port(topics: Topics, tmp_path: Path) -> Iterator[int]:
    process = command(topics, tmp_path, "sse", "--port", "0", "--heartbeat", "1", "--connections", "3")
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/events", said)
    assert found, said + process.stderr.read()
    yield int(found[1])
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0, process.stderr.read()


def test_events_come_as_they_are_made_and_a_reader_that_comes_back_gets_what_it_missed(
    topics: Topics, port: int
) -> None:
    topics.send([meeting(1, "KAZ", "RUS")])
    first = Stream(port, "?from=beginning")
    assert first.event() == ("meeting", "evt-1")
    first.close()
    stream = Stream(port)
    assert stream.answer.getheader("content-type") == "text/event-stream"
    assert stream.frame() == {"retry": "3000"}
    assert stream.frame() == {"": ""}
    topics.send([meeting(2, "KAZ", "UZB")])
    assert stream.event() == ("meeting", "evt-2")
    stream.close()
    topics.send([agreement(3, "KAZ", "RUS"), tombstone(EVENTS_MEETING, "evt-2")])
    back = Stream(port, last=stream.last)
    assert sorted([back.event(), back.event()]) == [("agreement", "evt-3"), ("withdrawn", "evt-2")]
    topics.send([meeting(4, "FRA", "GBR")])
    assert back.event() == ("meeting", "evt-4")
    back.close()
    everything = Stream(port, "?from=beginning&kind=meeting")
    assert [everything.event()[1] for _ in range(4)] == ["evt-1", "evt-2", "evt-2", "evt-4"]
    everything.close()


def test_a_reader_gets_what_it_asks_for_from_the_past_and_as_it_comes(topics: Topics, port: int) -> None:
    topics.send(EVENTS)
    stream = Stream(port, "?from=beginning&party=kaz&status=held&status=signed&since=2024-11-01&kind=meeting")
    assert stream.event() == ("meeting", "evt-1")
    topics.send([meeting(6, "KAZ", "RUS", status="planned"), meeting(7, "FRA", "GBR"), meeting(8, "KAZ", "UZB")])
    assert stream.event() == ("meeting", "evt-8")
    stream.close()


@pytest.mark.parametrize("query", ["?kind=visit", "?status=done", "?since=yesterday", "?from=then", "?partei=KAZ"])
def test_what_it_cannot_ask_for_is_said(port: int, query: str) -> None:
    stream = Stream(port, query)
    assert stream.answer.status == 400
    assert stream.answer.read()
    assert Stream(port, last="nonsense!").answer.status == 400


def test_one_reader_too_many_is_turned_away_until_another_leaves(port: int) -> None:
    streams = [Stream(port) for _ in range(3)]
    assert Stream(port).answer.status == 503
    streams[0].close()
    deadline = time.monotonic() + 15
    while (late := Stream(port)).answer.status == 503 and time.monotonic() < deadline:
        time.sleep(0.5)
    assert late.answer.status == 200


def test_a_reader_that_does_not_read_is_dropped_and_the_others_get_all_of_a_burst(topics: Topics) -> None:
    settings = Settings(broker=topics.broker.url, topic_prefix=topics.prefix)
    many = [message_with_id(f"evt-{number}") for number in range(WAITING + 600)]
    dropped: list[str] = []

    async def burst() -> int:
        hub = Hub(partial(subscribed, settings, start="now"), pytest.fail)
        stuck = Connection(partial(dropped.append, "stuck"))
        reads = Connection(partial(dropped.append, "reads"))
        hub.connections |= {stuck, reads}
        got = 0
        sending = asyncio.ensure_future(asyncio.to_thread(topics.send, many))
        while got < len(many) and (items := await reads.take(20)):
            got += len(items)
        await sending
        await hub.stop()
        return got

    assert asyncio.run(burst()) == len(many)
    assert dropped == ["stuck"]


def message_with_id(event: str) -> Message:
    first = EVENTS[0]
    assert first.value is not None
    return Message(first.topic, event, first.value.replace(b"evt-1", event.encode()), first.headers)


def test_another_run_that_is_promoted_is_told_and_read_from_its_beginning(topics: Topics, port: int) -> None:
    topics.create([topics.prefix + ALIASES.name, *(f"{topics.prefix}run-new.{t.name}" for t in EVENT_TOPICS.values())])
    topics.send([meeting(7, "KAZ", "RUS")], run="run-new.")
    stream = Stream(port)
    topics.send([message(ALIASES, "live", Alias().to("new"))])
    assert [stream.event(), stream.event()] == [("switched", "new"), ("meeting", "evt-7")]
    topics.send([meeting(8, "KAZ", "RUS")], run="run-new.")
    assert stream.event() == ("meeting", "evt-8")
    stream.close()
    old = Stream(port, last="main/m0=3")
    assert [old.event() for _ in range(3)] == [("switched", "new"), ("meeting", "evt-7"), ("meeting", "evt-8")]
    old.close()
