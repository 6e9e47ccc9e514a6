"""A single-node Kafka server (KRaft) on the machine's Java, on loopback only, with all it writes in one folder."""

from __future__ import annotations

import random
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from deploy.kafka import jars, probe
from deploy.process import Background

HOST = "127.0.0.1"
PORT = 9092  # Kafka's own default
READY_SECONDS = 60.0
CLUSTER_ID = "Y29tbXVuaXF1ZS1rYWZrYQ"  # base64 of sixteen bytes, as the format asks; the data are local
TEMPLATE = jars.HERE / "server.properties"
LOGGING = jars.HERE / "log4j2.properties"

# Outside the range that systems hand out to clients (Linux from 32768, others from 49152): a client that
# knocks on a stopped broker's port from that range can be connected to itself and keep the port.
_FREE_PORTS = range(20_000, 32_000)


class Broker:
    """A Kafka server; as a context manager it runs inside the block.

    `home`: the folder for its data, log and pid file; without it a temporary one, removed at the end of
    the block. `port`: of the clients' listener; without it the one that `home` was used with before, else
    a free one. `outlives`: the server goes on when the caller ends; otherwise (tests) it ends with it and is
    tuned for a quick start. `properties` are added to those of `server.properties`, and win; `format_options`
    to the command that prepares the data folder (users, say).
    """

    def __init__(
        self,
        home: Path | None = None,
        port: int | None = None,
        *,
        outlives: bool = False,
        properties: str = "",
        format_options: Sequence[str] = (),
    ) -> None:
        self._temporary = home is None
        self.home = (home or Path(tempfile.mkdtemp(prefix="communique-kafka-"))).resolve()
        self.log = self.home / "broker.log"
        self._properties = self.home / "server.properties"
        self.port = port or _last_port(self._properties) or free_port()
        self._outlives = outlives
        self._more = properties
        self._format_options = tuple(format_options)
        self._process = Background(self.home / "broker.pid", str(self._properties))

    @classmethod
    def of_laptop(cls, home: Path, port: int | None) -> Self:
        """The server of a person's machine: it outlives the caller and is on 9092 unless told otherwise once."""
        used_before = (home / "server.properties").exists()
        return cls(home, port or (None if used_before else PORT), outlives=True)

    @property
    def address(self) -> str:
        """Host and port, as clients want them."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """The address as `COMMUNIQUE_BROKER` wants it."""
        return f"kafka://{self.address}"

    @property
    def pid(self) -> int | None:
        """The pid of the server; None where it does not run."""
        return self._process.pid

    def start(self) -> Self:
        """Starts the server on its data and waits until it serves clients; only waits where it runs.

        Raises jars.MissingToolError without Java or Maven, RuntimeError when the port is taken or the server does
        not come up, with the end of its log.
        """
        running_on = _last_port(self._properties) if self.pid is not None else None
        if running_on is not None and running_on != self.port:
            raise RuntimeError(f"Kafka runs on port {running_on} already: stop it to start it on {self.port}.")
        if running_on is None:
            self._check_port()
            java = jars.find_java()
            classpath = str(jars.prepare() / "*")
            self._write_properties()
            if not (self.home / "data" / "meta.properties").exists():
                self._format([java, *_jvm_options(short_life=True), "-cp", classpath])
            self._process.start(
                [
                    java,
                    *_jvm_options(short_life=not self._outlives),
                    "-cp",
                    classpath,
                    "kafka.Kafka",
                    str(self._properties),
                ],
                self.log,
                dies_with_parent=not self._outlives,
            )
        self._wait()
        return self

    def stop(self) -> bool:
        """Stops the server cleanly; returns whether it was running. The data stay."""
        return self._process.stop()

    def kill(self) -> None:
        """Ends the server as a crash would. The data stay."""
        self._process.kill()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._temporary:
            shutil.rmtree(self.home, ignore_errors=True)

    def _check_port(self) -> None:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, self.port))
            except OSError as error:
                raise RuntimeError(
                    f"Port {self.port} is taken by another program: stop it, or choose another with --port."
                ) from error

    def _write_properties(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        text = TEMPLATE.read_text(encoding="utf-8") + self._more
        for name, value in {
            "@HOST@": HOST,
            "@PORT@": str(self.port),
            "@CONTROLLER_PORT@": str(free_port()),
            "@DATA@": str(self.home / "data"),
        }.items():
            text = text.replace(name, value)
        self._properties.write_text(text, encoding="utf-8")

    def _format(self, java: list[str]) -> None:
        tool = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(self._properties)]
        done = subprocess.run(
            [*java, *tool, *self._format_options], capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode != 0:
            raise RuntimeError(f"Kafka could not prepare its data folder:\n{done.stdout}{done.stderr}")

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not probe.serves(HOST, self.port):
            gone = self.pid is None
            if gone or time.monotonic() > deadline:
                end = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                state = "ended at once" if gone else f"did not answer in {READY_SECONDS:.0f} s"
                raise RuntimeError(f"Kafka {state}. The end of {self.log}:\n{end}")
            time.sleep(0.05)


def _jvm_options(*, short_life: bool) -> list[str]:
    """A heap for a laptop; a server that soon ends is compiled quickly rather than well."""
    return [
        "-Xmx1g",
        "-Xms256m",
        "-XX:+UseSerialGC",
        *(["-XX:TieredStopAtLevel=1"] if short_life else []),
        "-XX:+ExitOnOutOfMemoryError",
        f"-Dlog4j2.configurationFile={LOGGING}",
        "-Dlog4j2.disableJmx=true",
    ]


def _last_port(properties: Path) -> int | None:
    """The clients' port of a folder that was used before."""
    try:
        text = properties.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    found = re.search(r"^listeners=PLAINTEXT://[^,]*:(\d+),", text, re.MULTILINE)
    return int(found[1]) if found else None


def free_port() -> int:
    """A port of `_FREE_PORTS` that nothing listens on now."""
    for port in random.sample(_FREE_PORTS, 100):
        with socket.socket() as trial:
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No free port between {_FREE_PORTS.start} and {_FREE_PORTS.stop}.")
