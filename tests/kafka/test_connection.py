"""Broker addresses, and what is said where no broker is."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from streams.kafka.connection import (
    BrokerAddressError,
    BrokerUnreachableError,
    bootstrap_servers,
    client_options,
    connect,
)
from streams.settings import Settings


@pytest.mark.parametrize(
    ("url", "servers"),
    [
        ("kafka://127.0.0.1:9092", ["127.0.0.1:9092"]),
        ("kafka://one:9092,two:9093", ["one:9092", "two:9093"]),
        ("kafka://one:9092,kafka://two", ["one:9092", "two:9092"]),
        ("broker.example:19092", ["broker.example:19092"]),
        ("kafka://[::1]:9092", ["[::1]:9092"]),
    ],
)
def test_addresses(url: str, servers: list[str]) -> None:
    assert bootstrap_servers(url) == servers


@pytest.mark.parametrize("url", ["", "http://one:9092", "kafka://one:99999", "kafka://one:9092;two:9092", "kafka://"])
def test_what_is_no_address_is_told_with_an_example(url: str) -> None:
    with pytest.raises(BrokerAddressError, match="kafka://HOST:PORT"):
        bootstrap_servers(url)


def test_an_absent_broker_is_told_with_the_setting_that_names_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        port = taken.getsockname()[1]
        with pytest.raises(BrokerUnreachableError, match=f"127.0.0.1:{port}.*COMMUNIQUE_BROKER"):
            connect(f"kafka://127.0.0.1:{port}")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_that_cannot_be_used_is_told_with_its_setting(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BrokerAddressError, match=r"COMMUNIQUE_BROKER_CA: \S*ca.pem"):
        client_options(Settings(broker_tls=True, broker_ca=path))


def test_without_tls_and_a_user_clients_are_plain() -> None:
    assert client_options(Settings()) == {**client_options(Settings().broker), "security_protocol": "PLAINTEXT"}
