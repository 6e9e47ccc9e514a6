"""How the tests run the command line."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent.parent / "corpus" / "input"
COMMAND = [sys.executable, "-m", "streams.cli"]


@dataclass(frozen=True)
class Ended:
    """What a command has left behind."""

    code: int
    out: bytes
    err: str

    @property
    def lines(self):
        return self.out.splitlines()


class Communique:
    """Runs the real command in a process of its own; its data folder is `folder`."""

    def __init__(self, folder):
        self.folder = folder
        outside = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        self.environment = outside | {"COMMUNIQUE_DATA_DIR": str(folder), "PYTHONPATH": str(CORPUS.parents[2])}

    def start(self, *arguments, **settings):
        """Begin a command whose pipes the test holds."""
        return subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment | settings,
            # A shell that starts the tests in the background has Ctrl-C ignored, which children would inherit.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    def __call__(self, *arguments, given=b"", **settings):
        process = self.start(*arguments, **settings)
        out, err = process.communicate(given, timeout=120)
        return Ended(process.returncode, out, err.decode())

    def interrupt(self, process):
        """Press Ctrl-C and wait."""
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        return Ended(process.returncode, out, err.decode())


@pytest.fixture
def communique(tmp_path):
    return Communique(tmp_path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """A command whose log holds the sample corpus, and how its first run ended."""
    command = Communique(tmp_path_factory.mktemp("sample"))
    return command, command("run", CORPUS, "--metrics", command.folder / "run.prom")
