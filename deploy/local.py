"""The command `python -m deploy.local up|down|status`: Kafka and one worker in the background of this machine."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from deploy.kafka.broker import HOST, PORT, Broker
from deploy.process import Background

HOME = Path(__file__).resolve().parents[1] / ".local"
COMMAND = str(Path(sys.executable).with_name("communique"))
WEB_PORT = "6066"
TOPICS_SECONDS = 60.0
READY_SECONDS = 60.0


class Local:
    """Kafka and one worker, whose data, logs and pid files are under `home`.

    `port`: of Kafka; without it the one of last time, else 9092. The worker's settings are those of the
    environment, but for the broker.
    """

    def __init__(self, home: Path, port: int | None) -> None:
        self.broker = Broker.of_laptop(home / "kafka", port)
        self.log = home / "worker" / "worker.log"
        self.worker = Background(home / "worker" / "worker.pid", COMMAND)
        self._environment = {
            "COMMUNIQUE_WEB_PORT": WEB_PORT,
            "COMMUNIQUE_DATA_DIR": str(home),
            **os.environ,
            "COMMUNIQUE_BROKER": self.broker.url,
        }

    def up(self) -> bool:
        """Starts what does not run yet and waits until it serves; RuntimeError says why where it cannot."""
        self.broker.start()
        self._create_topics()
        if self.worker.pid is None:
            self.worker.start([COMMAND, "worker"], self.log, self._environment)
        self._wait()
        self.status()
        print(
            "Try next:\n"
            f"  .venv/bin/communique ingest tests/corpus/input --to {self.broker.url}\n"
            f"  .venv/bin/communique tail events.meeting --from {self.broker.url}\n"
            "  make down"
        )
        return True

    def down(self) -> bool:
        """Stops the worker, then Kafka; their data stay."""
        worked, served = self.worker.stop(), self.broker.stop()
        print("Stopped; the data stay." if worked or served else "Nothing was running.")
        return True

    def status(self) -> bool:
        """Prints what runs where; returns whether both run."""
        _line("Kafka", self.broker.pid, self.broker.address, self.broker.log)
        _line("worker", self.worker.pid, self._page("metrics"), self.log)
        return self.broker.pid is not None and self.worker.pid is not None

    def _create_topics(self) -> None:
        command = [COMMAND, "topics", "create"]
        done = subprocess.run(
            command,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=TOPICS_SECONDS,
        )
        if done.returncode != 0:
            raise RuntimeError(f"The topics could not be created:\n{done.stdout}{done.stderr}")

    def _wait(self) -> None:
        """Waits until the worker says that it is ready for articles."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._ready():
            gone = self.worker.pid is None
            if gone or time.monotonic() > deadline:
                end = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                state = "ended at once" if gone else f"is not ready after {READY_SECONDS:.0f} s"
                raise RuntimeError(f"The worker {state}. The end of {self.log}:\n{end}")
            time.sleep(0.1)

    def _ready(self) -> bool:
        """Whether this worker, not another program on its port, says so."""
        try:
            with urllib.request.urlopen(self._page("ready"), timeout=2) as answer:
                return bool(answer.status == 200) and self.worker.pid is not None
        except (urllib.error.URLError, OSError):
            return False

    def _page(self, name: str) -> str:
        return f"http://{HOST}:{self._environment['COMMUNIQUE_WEB_PORT']}/{name}"


def _line(name: str, pid: int | None, where: str, log: Path) -> None:
    log = log.relative_to(Path.cwd()) if log.is_relative_to(Path.cwd()) else log
    print(f"  {name:<7} {where:<30} pid {pid:<8} log {log}" if pid else f"  {name:<7} does not run")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status (1: it failed, or `status` found less than both running)."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("command", choices=["up", "down", "status"])
    parser.add_argument("--home", type=Path, default=HOME, help="folder for data, logs and pids (%(default)s)")
    parser.add_argument("--port", type=int, help=f"Kafka's ({PORT}, or as last time)")
    options = parser.parse_args(arguments)
    local = Local(options.home, options.port)
    commands = {"up": local.up, "down": local.down, "status": local.status}
    try:
        return 0 if commands[options.command]() else 1
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
