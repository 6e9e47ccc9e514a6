"""Who may read the console."""

import subprocess
from urllib.parse import urlencode

import pytest

from tests.console.conftest import COMMAND, ROOT, Console

TOKEN = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def guarded(sample, tmp_path_factory):
    secret = tmp_path_factory.mktemp("secret") / "token"
    secret.write_text(TOKEN + "\n")
    running = Console("--token-file", secret, folder=sample)
    yield running
    running.close()


@pytest.mark.parametrize("path", ["/", "/live", "/stream", "/event?id=x", "/throughput", "/none"])
def test_without_the_token_nothing_is_told(guarded, path):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        page = guarded.get(path, **headers)
        assert page.status == 401
        assert "KAZ" not in page.body
    assert guarded.get(path, Accept="text/html").headers["Location"] == "/login"
    assert guarded.get(path, Cookie=f"communique_console={TOKEN}").status == 401


def test_a_program_sends_the_token_as_a_bearer(guarded):
    assert guarded.get("/", Authorization=f"Bearer {TOKEN}").all("li", "data-id")


def test_a_reader_gives_the_token_once_and_the_cookie_does_not_hold_it(guarded):
    wrong = guarded.get("/login", method="POST", data=urlencode({"token": "wrong"}).encode())
    assert (wrong.status, wrong.headers["Set-Cookie"]) == (401, None)
    right = guarded.get("/login", method="POST", data=urlencode({"token": TOKEN}).encode())
    assert right.headers["Location"] == "/"
    cookie = right.headers["Set-Cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert guarded.get("/", Cookie=cookie.partition(";")[0]).all("li", "data-id")


def test_behind_a_proxy_with_tls_the_cookie_is_never_sent_in_the_clear(guarded):
    given = {"method": "POST", "data": urlencode({"token": TOKEN}).encode(), "Host": "feed.example"}
    assert "Secure" in guarded.get("/login", **given, **{"X-Forwarded-Proto": "https"}).headers["Set-Cookie"]
    assert "Secure" not in guarded.get("/login", **given).headers["Set-Cookie"]


def test_a_page_elsewhere_cannot_reach_a_console_that_needs_no_token(console):
    """Its own name may resolve to 127.0.0.1; the console answers only to names of this machine."""
    assert console.get("/", Host="evil.example").status == 403
    assert console.get("/", Host="localhost").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(console, method):
    assert console.get("/", method=method, data=b"").status == 405


def test_files_beside_the_static_ones_are_not_served(console):
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/", "/static/..%2fviews.py"):
        assert console.get(path).status in (403, 404)


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["--host", "0.0.0.0"], {}, "needs a token"),
        (["--host", "::"], {}, "needs a token"),
        (["--host", "0.0.0.0"], {"COMMUNIQUE_TOKEN": "short"}, "shorter than 16"),
        (["--token-file", "missing"], {}, "cannot be read"),
        (["--log", "missing.db"], {}, "communique run FILES"),
        (["--from", "kafka://127.0.0.1:1"], {}, "no Kafka broker answers"),
        (["--from", "kafka://127.0.0.1:1", "--log", "x.db"], {}, "give one of them"),
    ],
)
def test_a_console_that_cannot_start_says_what_to_do(tmp_path, arguments, settings, said):
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), **settings}
    ended = subprocess.run(
        [*COMMAND, "serve", "--port", "0", *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert ended.returncode in (1, 2)
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_named(console, sample):
    port = console.url.rpartition(":")[2]
    ended = subprocess.run(
        [*COMMAND, "serve", "--port", port, "--log", sample / "communique.db"],
        env={"PYTHONPATH": str(ROOT)}, cwd=sample, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 1
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr
