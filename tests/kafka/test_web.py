"""What a scraper and an orchestrator see of a worker."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from prometheus_client import CollectorRegistry, Counter

from streams.kafka.web import PortTakenError, WebServer


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
