"""Background processes are found again, stopped for good, and never mistaken for somebody else's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.process import Background

WAITS = "import time; time.sleep(60)"
IGNORES_TERM = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {WAITS}"


@pytest.fixture
def background(tmp_path: Path) -> Background:
    """A process that is not started yet; its mark is the test's own folder."""
    return Background(tmp_path / "run" / "process.pid", str(tmp_path))


def start(background: Background, program: str) -> int:
    """Starts a Python program whose command line holds the mark."""
    log = background.pid_file.with_name("log")
    return background.start([sys.executable, "-c", program, background.mark], log)


def alive(pid: int) -> bool:
    """Whether the pid is a process that has not ended; its parent need not have reaped it."""
    listing = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip() not in {""} and not listing.stdout.startswith("Z")


def test_another_command_finds_and_stops_the_process(background: Background) -> None:
    pid = start(background, WAITS)
    later = Background(background.pid_file, background.mark)
    assert later.pid == pid
    assert later.stop() is True
    assert not alive(pid)
    assert background.pid is None
    assert later.stop() is False


def test_a_pid_that_now_belongs_to_another_program_is_left_alone(background: Background) -> None:
    background.pid_file.parent.mkdir()
    background.pid_file.write_text(str(os.getpid()), encoding="ascii")
    assert background.pid is None
    assert background.stop() is False


def test_a_process_that_will_not_stop_is_killed(background: Background) -> None:
    pid = start(background, IGNORES_TERM)
    log = background.pid_file.with_name("log")
    deadline = time.monotonic() + 10
    while "deaf" not in log.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert background.stop(patience=0.2) is True
    assert not alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_process_of_a_caller_that_was_killed_ends_too(background: Background) -> None:
    caller = (
        "import os, sys; from pathlib import Path; from deploy.process import Background\n"
        "pid_file, mark = Path(sys.argv[1]), sys.argv[2]\n"
        f"command = [sys.executable, '-c', {WAITS!r}, mark]\n"
        "Background(pid_file, mark).start(command, pid_file.with_name('log'), dies_with_parent=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", caller, str(background.pid_file), background.mark], cwd=root, check=False)
    pid = int(background.pid_file.read_text(encoding="ascii"))
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)
