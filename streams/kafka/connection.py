"""Where the broker is and how clients reach it. TLS and SASL belong here when they come."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

R = TypeVar("R")

MAX_MESSAGE_BYTES = 4_000_000
"""Largest record of any topic: twice the largest raw record by default, for the JSON around its text."""

_ADDRESS = re.compile(r"(?:kafka://)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_DEFAULT_PORT = 9092


class BrokerAddressError(ValueError):
    """The broker's URL cannot be read; the message says what it should look like."""


class BrokerUnreachableError(ConnectionError):
    """No broker answers; the message says where it was looked for and for how long."""


def bootstrap_servers(broker: str) -> list[str]:
    """`HOST:PORT` of each server in `kafka://HOST:PORT[,HOST:PORT]`; raises BrokerAddressError."""
    servers = []
    for part in broker.split(","):
        match = _ADDRESS.fullmatch(part.strip())
        if match is None or int(match[2] or _DEFAULT_PORT) not in range(1, 65536):
            raise BrokerAddressError(f"{broker!r} is no broker address: it looks like kafka://HOST:PORT[,HOST:PORT]")
        servers.append(f"{match[1]}:{match[2] or _DEFAULT_PORT}")
    return servers


def client_options(broker: str) -> dict[str, Any]:
    """What every kafka-python client of this project is made with."""
    return {
        "bootstrap_servers": bootstrap_servers(broker),
        "client_id": "communique",
        "bootstrap_timeout_ms": 5_000,
        "reconnect_backoff_max_ms": 1_000,
    }


def connect(broker: str, *, patience: float = 0.0, waiting: Callable[[float], None] | None = None) -> KafkaAdminClient:
    """An administration client, once the broker answers.

    Tries again with growing pauses for `patience` seconds (and at least once); `waiting` is told the pause
    before each new attempt. Raises BrokerUnreachableError, BrokerAddressError.
    """
    options = client_options(broker)
    deadline = time.monotonic() + patience
    pause = 0.5
    while True:
        try:
            return KafkaAdminClient(**options)
        except (KafkaError, OSError) as error:
            if time.monotonic() + pause > deadline:
                raise BrokerUnreachableError(
                    f"no Kafka broker answers at {', '.join(options['bootstrap_servers'])} ({error}). "
                    "Is it running (make up)? COMMUNIQUE_BROKER says where to look."
                ) from error
        if waiting:
            waiting(pause)
        time.sleep(pause)
        pause = min(pause * 2, 5.0)
