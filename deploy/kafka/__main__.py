"""The command `python -m deploy.kafka`: a single-node Kafka server without Docker."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from deploy.kafka import jars
from deploy.kafka.broker import PORT, Broker

HOME = jars.LIBS.parent


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status (1: it failed, or `status` found no server)."""
    parser = argparse.ArgumentParser(prog="python -m deploy.kafka", description=__doc__)
    parser.add_argument("command", choices=["prepare", "start", "stop", "status"])
    parser.add_argument("--data", type=Path, default=HOME, help="folder for data, log and pid (%(default)s)")
    parser.add_argument("--port", type=int, help=f"of the clients' listener ({PORT}, or as last time)")
    options = parser.parse_args(arguments)
    try:
        return _run(options.command, options.data, options.port)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def _run(command: str, home: Path, port: int | None) -> int:
    if command == "prepare":
        print(f"Kafka's jars are in {jars.prepare()}")
        return 0
    broker = Broker.of_laptop(home, port)
    if command == "start":
        begun = time.monotonic()
        broker.start()
        seconds = time.monotonic() - begun
        print(f"Kafka serves on {broker.address} (pid {broker.pid}, {seconds:.1f} s, log {broker.log})")
        return 0
    if command == "stop":
        print("Kafka has stopped." if broker.stop() else "Kafka was not running.")
        return 0
    running = broker.pid is not None
    print(f"Kafka runs on {broker.address} (pid {broker.pid})" if running else "Kafka does not run.")
    return 0 if running else 1


if __name__ == "__main__":
    sys.exit(main())
