"""Every client of the feed speaks TLS with a broker that asks for it, and says who it is."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from schemas.client import subscribe
from schemas.topics import ARTICLES_RAW
from streams.kafka.connection import BrokerUnreachableError, connect
from streams.kafka.ingest import IngestError, Outgoing, send
from streams.settings import Settings
from tests.integration.harness import CORPUS, Feed, corpus, differences, embedded
from tests.integration.secured import PASSWORD, READER, READER_PASSWORD, USER, SecuredBroker, certificates
from tests.integration.test_bridges import SECRET, receiving

pytestmark = pytest.mark.kafka

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def broker(kafka_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredBroker]:
    with SecuredBroker(tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture
def feed(broker: SecuredBroker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(
        broker,
        tmp_path,
        broker_tls=True,
        broker_ca=broker.ca,
        broker_user=USER,
        broker_password=SecretStr(PASSWORD),
    )
    yield feed
    feed.close()


@pytest.fixture
def communique(feed: Feed, broker: SecuredBroker, tmp_path: Path) -> Command:
    """The command, with the password in a file as orchestrators hand it out."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")},
        "COMMUNIQUE_BROKER": broker.url,
        "COMMUNIQUE_BROKER_TLS": "true",
        "COMMUNIQUE_BROKER_CA": str(broker.ca),
        "COMMUNIQUE_BROKER_USER": USER,
        "COMMUNIQUE_BROKER_PASSWORD_FILE": str(secret),
        "COMMUNIQUE_TOPIC_PREFIX": feed.settings.topic_prefix,
        "COMMUNIQUE_DATA_DIR": str(tmp_path / "commands"),
    }

    def run(*words: object, **changed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "streams.cli", *map(str, words)]
        return subprocess.run(
            command, env={**environment, **changed}, capture_output=True, text=True, check=False, timeout=120
        )

    return run


def test_a_feed_from_ingest_to_subscribers(
    feed: Feed, communique: Command, broker: SecuredBroker, tmp_path: Path
) -> None:
    """Workers, commands, a replay, a webhook and the client, through TLS and SCRAM, with the same bytes as without."""
    sent = communique("ingest", CORPUS, "--to", broker.url)
    assert sent.returncode == 0, sent.stderr
    worker = feed.start()
    feed.drain(120)
    assert differences(feed.outputs(), embedded(corpus(CORPUS), feed.folder)) == []
    assert PASSWORD not in worker.says()

    shown = communique("events", "--from", broker.url, "--json")
    told = {json.loads(line)["event_id"] for line in shown.stdout.splitlines()}
    assert len(told) > 5, shown.stderr
    replayed = communique("replay", "--run", "again", "--source", broker.url)
    assert replayed.returncode == 0, replayed.stderr
    compared = communique("diff", "live", "again", "--broker", broker.url, "--json")
    assert compared.returncode == 0, compared.stderr

    authority, certificate = tmp_path / "receivers.pem", tmp_path / "receiver.pem"
    certificates(authority, certificate)
    with receiving(certificate=certificate) as receiver:
        how = ("--ca", authority, "--no-follow", "--from", broker.url)
        posted = communique("bridge", "webhook", receiver.url, *how, COMMUNIQUE_WEBHOOK_SECRET=SECRET)
        assert posted.returncode == 0, posted.stderr
        assert set(receiver.got) >= told

    context = ssl.create_default_context(cafile=broker.ca)
    options = {"sasl_mechanism": "SCRAM-SHA-512", "sasl_plain_username": USER, "sasl_plain_password": PASSWORD}
    with subscribe(
        broker.url,
        prefix=feed.settings.topic_prefix,
        follow=False,
        security_protocol="SASL_SSL",
        ssl_context=context,
        **options,
    ) as events:
        assert {event.event_id for event in events} >= told


def test_a_wrong_password_is_told_without_it(communique: Command) -> None:
    refused = communique("topics", "list", COMMUNIQUE_BROKER_PASSWORD="a guess")
    assert refused.returncode != 0
    assert USER in refused.stderr
    assert "COMMUNIQUE_BROKER_USER" in refused.stderr
    assert "a guess" not in refused.stdout + refused.stderr


def test_a_broker_of_another_authority_is_not_believed(communique: Command, tmp_path: Path) -> None:
    SecuredBroker(tmp_path)  # writes certificates of an authority of its own; it is not started
    refused = communique("topics", "list", COMMUNIQUE_BROKER_CA=str(tmp_path / "ca.pem"))
    assert refused.returncode != 0
    assert "certificate verify failed" in refused.stderr


def test_without_tls_nothing_is_said(feed: Feed) -> None:
    """And the message names the setting that is missing."""
    plain = Settings(broker=feed.settings.broker)
    with pytest.raises(BrokerUnreachableError, match="COMMUNIQUE_BROKER_TLS"):
        connect(plain)


def test_a_user_without_rights_cannot_write(feed: Feed) -> None:
    reader = feed.settings.model_copy(update={"broker_user": READER, "broker_password": SecretStr(READER_PASSWORD)})
    with pytest.raises(IngestError, match=r"(?i)authoriz"):
        send(reader, [Outgoing(feed.settings.topic(ARTICLES_RAW), b"one", b"{}")], timeout=5.0)
