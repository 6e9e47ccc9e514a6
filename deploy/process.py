"""A background process: started in a session of its own, found again by a pid file, stopped politely, then firmly."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class Background:
    """One process, known by `pid_file`.

    `mark` is a word of its command line that no other process has: a pid that the system has given to
    somebody else is not taken for ours.
    """

    def __init__(self, pid_file: Path, mark: str) -> None:
        self.pid_file = pid_file
        self.mark = mark
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The pid of the running process; None where it does not run."""
        if self._child is not None:
            return self._child.pid if self._child.poll() is None else None
        try:
            pid = int(self.pid_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None
        return pid if self.mark in _command_line(pid) else None

    def start(
        self,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        *,
        dies_with_parent: bool = False,
    ) -> int:
        """Starts `command`, which holds the mark, with its output appended to `log`; returns the pid.

        `dies_with_parent`: on Linux the process is also ended when the caller dies without stopping it.
        """
        if self.mark not in " ".join(command):
            raise ValueError(f"the command does not hold the mark {self.mark!r}")
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                preexec_fn=_end_with_parent() if dies_with_parent else None,
            )
        # For a moment after the start Linux shows an empty command line, as of a process that has ended.
        while self._child.poll() is None and self.mark not in _command_line(self._child.pid):
            time.sleep(0.001)
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.pid_file.write_text(f"{self._child.pid}\n", encoding="ascii")
        return self._child.pid

    def stop(self, patience: float = 30.0) -> bool:
        """Asks the process to end, kills it after `patience` seconds; returns whether one was running."""
        pid = self.pid
        if pid is not None:
            _signal(pid, signal.SIGTERM)
            if not self._wait(patience):
                self.kill()
        self._forget()
        return pid is not None

    def kill(self) -> None:
        """Ends the process at once, as a crash would."""
        pid = self.pid
        if pid is not None:
            _signal(pid, signal.SIGKILL)
            self._wait(10.0)
        self._forget()

    def _wait(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.pid is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _forget(self) -> None:
        self._child = None
        self.pid_file.unlink(missing_ok=True)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _command_line(pid: int) -> str:
    """The command line of a process; empty where there is none, or only its remains."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if sys.platform == "linux":
            return ""
    listing = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout


def _end_with_parent() -> Callable[[], None] | None:
    """What to run in the child before its program: asks Linux to end it with its parent."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork: the child may not take the loader's lock
    return lambda: prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
