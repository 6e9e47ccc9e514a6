"""What a scraper and an orchestrator see of a worker."""

from __future__ import annotations

import contextlib
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from prometheus_client import CollectorRegistry, Counter

from streams.kafka import web
from streams.kafka.web import CONNECTIONS_EACH, PortTakenError, WebServer


def get(server: WebServer, page: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{page}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def serve(live: Callable[[], bool] = lambda: True, ready: Callable[[], bool] = lambda: True) -> WebServer:
    registry = CollectorRegistry()
    Counter("articles", "Articles", registry=registry).inc(3)
    return WebServer("127.0.0.1", 0, registry, live=live, ready=ready)


def test_metrics_are_those_of_the_registry() -> None:
    with serve() as server:
        assert "articles_total 3.0" in get(server, "/metrics?name=x")[1]


def test_health_pages_answer_with_the_state_of_the_moment() -> None:
    ready = [False]
    with serve(live=lambda: False, ready=lambda: ready[0]) as server:
        assert get(server, "/live")[0] == 503
        assert get(server, "/ready") == (503, "not ready\n")
        ready[0] = True
        assert get(server, "/ready") == (200, "ready\n")


def test_tables_are_not_shown_to_the_network() -> None:
    with serve() as server:
        assert get(server, "/table/articles/")[0] == 404


def test_a_taken_port_is_told_with_what_to_do() -> None:
    with serve() as server, pytest.raises(PortTakenError, match="COMMUNIQUE_WEB_PORT"):
        WebServer("127.0.0.1", server.port, CollectorRegistry(), live=lambda: True, ready=lambda: True)


def half(server: WebServer, client: str) -> socket.socket:
    """A connection from that loopback address with half a request."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=5, source_address=(client, 0))
    connection.sendall(b"GET /live HT")
    return connection


def is_ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_slow_clients_keep_neither_probes_nor_themselves_in() -> None:
    """One address fills its share with requests that never end; others are answered as before."""
    with serve() as server, contextlib.ExitStack() as held:
        slow = [held.enter_context(half(server, "127.0.0.2")) for _ in range(CONNECTIONS_EACH)]
        assert is_ended(held.enter_context(half(server, "127.0.0.2")))
        assert get(server, "/live")[0] == 200
        for connection in slow:
            connection.sendall(b"TP/1.0\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.0 200")


def test_a_request_that_drips_is_ended_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "CONNECTION_SECONDS", 0.5)
    with serve() as server, half(server, "127.0.0.1") as slow:
        began = time.monotonic()
        assert is_ended(slow)
        assert time.monotonic() - began < 4  # before the ten seconds that the next bytes may take


def test_strangers_learn_no_versions() -> None:
    with serve() as server, urllib.request.urlopen(f"http://127.0.0.1:{server.port}/live", timeout=5) as answer:
        assert answer.headers["Server"].strip() == "communique"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
