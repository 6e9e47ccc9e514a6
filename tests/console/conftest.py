"""How the tests run the console: the real command over a real log."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.console.browser import Browser

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus" / "input"
COMMAND = [sys.executable, "-m", "streams.cli"]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Page(HTMLParser):
    """An answer. `body` is its text; `elements` are its tags with their attributes, `texts` what stands between."""

    def __init__(self, status, headers, body):
        super().__init__()
        self.status, self.headers, self.body = status, headers, body
        self.elements, self.texts = [], []
        self.feed(body)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag, attribute):
        return [held[attribute] for name, held in self.elements if name == tag and attribute in held]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


class Console:
    """A console in a process of its own."""

    def __init__(self, *arguments, folder, **settings):
        outside = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        environment = outside | {"COMMUNIQUE_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)} | settings
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", *map(str, arguments)],
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            text=True,
        )
        self.said = ""
        while "http://" not in self.said:
            line = self.process.stderr.readline()
            self.said += line
            assert line, f"the console has ended: {self.said}"
        self.url = self.said.split()[-4].rstrip("/")

    def request(self, path, method="GET", data=None, **headers):
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        return urllib.request.build_opener(NoRedirects).open(request, timeout=60)

    def get(self, path, **options):
        """The page, whatever its status; redirects are not followed."""
        try:
            answer = self.request(path, **options)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.status, answer.headers, answer.read().decode())

    def rows(self, path):
        """Ids of the events that the page lists, in its order."""
        page = self.get(path)
        assert page.status == 200, page.text
        return page.all("li", "data-id")

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.process.stderr.close()
        assert code == 0


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """A data folder whose log holds the sample corpus."""
    folder = tmp_path_factory.mktemp("sample")
    environment = os.environ | {"COMMUNIQUE_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    subprocess.run([*COMMAND, "run", CORPUS], env=environment, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="session")
def console(sample):
    running = Console(folder=sample)
    yield running
    running.close()


@pytest.fixture
def started():
    """Starts consoles that end with the test."""
    running = []

    def start(*arguments, **settings):
        running.append(Console(*arguments, **settings))
        return running[-1]

    yield start
    for each in running:
        each.close()


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    running = Browser(tmp_path_factory.mktemp("browser"))
    yield running
    running.close()
