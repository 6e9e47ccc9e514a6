"""Where the broker is and how clients reach it."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from kafka import KafkaAdminClient
from kafka.errors import KafkaError, KafkaTimeoutError, RequestTimedOutError, SaslAuthenticationFailedError

from streams.kafka.security import CertificateError, client_security
from streams.settings import PREFIX, Settings

C = TypeVar("C")

Server = Settings | str
"""The settings by which a broker is reached; or an address alone, of one that asks for neither TLS nor users."""

MAX_MESSAGE_BYTES = 4_000_000
"""Largest record of any topic: twice the largest raw record by default, for the JSON around its text."""

_ADDRESS = re.compile(r"(?:kafka://)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_DEFAULT_PORT = 9092
_TIME_IS_UP = (KafkaTimeoutError, RequestTimedOutError)


class BrokerAddressError(ValueError):
    """The settings cannot be used to reach a broker: its address, or certificates. The message says what is wrong."""


class BrokerUnreachableError(ConnectionError):
    """No broker answers; the message says where it was looked for and for how long."""


def bootstrap_servers(broker: str) -> list[str]:
    """`HOST:PORT` of each server in `kafka://HOST:PORT[,HOST:PORT]`; raises BrokerAddressError."""
    if "@" in broker:  # not repeated: it may hold a password
        raise BrokerAddressError(f"a broker's address holds no user: {PREFIX}BROKER_USER and _BROKER_PASSWORD_FILE do")
    servers = []
    for part in broker.split(","):
        match = _ADDRESS.fullmatch(part.strip())
        if match is None or int(match[2] or _DEFAULT_PORT) not in range(1, 65536):
            raise BrokerAddressError(f"{broker!r} is no broker address: it looks like kafka://HOST:PORT[,HOST:PORT]")
        servers.append(f"{match[1]}:{match[2] or _DEFAULT_PORT}")
    return servers


def client_options(server: Server) -> dict[str, Any]:
    """What every kafka-python client of this project is made with; raises BrokerAddressError."""
    broker, security = (server, {}) if isinstance(server, str) else (server.broker, _security(server))
    return {
        "bootstrap_servers": bootstrap_servers(broker),
        "client_id": "communique",
        "bootstrap_timeout_ms": 5_000,
        "reconnect_backoff_max_ms": 1_000,
        **security,
    }


def open_client(kind: Callable[..., C], server: Server, **more: Any) -> C:
    """A kafka-python client with `more` options; raises BrokerUnreachableError, BrokerAddressError."""
    options = client_options(server) | more
    with _Reasons() as reasons:
        try:
            return kind(**options)
        except (KafkaError, OSError) as error:
            raise _unreachable(options, reasons.last or error) from error


class _Reasons(logging.Handler):
    """Why attempts to connect failed: kafka-python says so in its log alone, and raises that time was up.

    It says so four times an attempt, several attempts a second; meanwhile its lines go no further than here.
    """

    _LOGGER = logging.getLogger("kafka.net")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "kafka.net.manager":
            return
        told = [each for each in record.args if isinstance(each, Exception)] if isinstance(record.args, tuple) else []
        for error in told:
            # That time ran out is no reason; that a user was turned away is one, however later attempts end.
            if not isinstance(error, _TIME_IS_UP) and not isinstance(self.last, SaslAuthenticationFailedError):
                self.last = error

    def __enter__(self) -> Self:
        self._LOGGER.addHandler(self)
        self._LOGGER.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self._LOGGER.removeHandler(self)
        self._LOGGER.propagate = True


def _unreachable(options: Mapping[str, Any], error: Exception) -> BrokerUnreachableError:
    servers = ", ".join(options["bootstrap_servers"])
    user = options.get("sasl_plain_username")
    if isinstance(error, SaslAuthenticationFailedError):
        return BrokerUnreachableError(
            f"Kafka at {servers} turns away the user {user!r} ({error}). "
            f"Are {PREFIX}BROKER_USER and {PREFIX}BROKER_PASSWORD right?"
        )
    protocol = options.get("security_protocol", "PLAINTEXT")
    # A broker that turns a user away may close the connection before its answer is read.
    turned_away = (
        f" The user {user!r} may be turned away: {PREFIX}BROKER_USER, {PREFIX}BROKER_PASSWORD." if user else ""
    )
    return BrokerUnreachableError(
        f"no Kafka broker answers at {servers} over {protocol} ({error}). Is it running (make up)? "
        f"{PREFIX}BROKER says where to look, {PREFIX}BROKER_TLS whether with TLS, {PREFIX}BROKER_CA whom to trust."
        f"{turned_away}"
    )


def _security(settings: Settings) -> dict[str, Any]:
    try:
        return client_security(settings)
    except CertificateError as error:
        raise BrokerAddressError(str(error)) from error


def connect(
    server: Server, *, patience: float = 0.0, waiting: Callable[[float], None] | None = None
) -> KafkaAdminClient:
    """An administration client, once the broker answers.

    Tries again with growing pauses for `patience` seconds (and at least once); `waiting` is told the pause
    before each new attempt. Raises BrokerUnreachableError, BrokerAddressError.
    """
    deadline = time.monotonic() + patience
    pause = 0.5
    while True:
        try:
            return open_client(KafkaAdminClient, server)
        except BrokerUnreachableError:
            if time.monotonic() + pause > deadline:
                raise
        if waiting:
            waiting(pause)
        time.sleep(pause)
        pause = min(pause * 2, 5.0)
