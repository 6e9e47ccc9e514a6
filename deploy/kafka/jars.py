"""The Java side of the Kafka server: finds Java and copies the jars that `pom.xml` pins."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
POM = HERE / "pom.xml"
LIBS = HERE.parents[1] / ".local" / "kafka" / "libs"
JAVA_MIN = 17  # Kafka 4's brokers are compiled for it
STAMP = "pom.sha256"
COPY_SECONDS = 900

_WITHOUT = "Without it, `make run` does the same work in one process, with no Kafka."


class MissingToolError(RuntimeError):
    """A program that the Kafka server needs is not on this machine; the message says how to get it."""


def find_java() -> str:
    """The path of a Java of version 17 or later, of JAVA_HOME before PATH; raises MissingToolError."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None or not Path(java).exists():
        raise MissingToolError(_advice("Java", "is not installed", "default-jre-headless", "openjdk@17"))
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < JAVA_MIN:
        first = told.partition("\n")[0]
        raise MissingToolError(_advice("Java", f"is too old ({first})", "default-jre-headless", "openjdk@17"))
    return java


def prepare(libs: Path = LIBS) -> Path:
    """Copies the jars that `pom.xml` pins to `libs`, once for each state of that file; returns `libs`.

    Raises MissingToolError without Maven, RuntimeError when Maven fails.
    """
    wanted = hashlib.sha256(POM.read_bytes()).hexdigest()
    libs.parent.mkdir(parents=True, exist_ok=True)
    with (libs.parent / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test runs side by side share the folder
        stamp = libs / STAMP
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return libs
        maven = shutil.which("mvn")
        if maven is None:
            raise MissingToolError(_advice("Maven", "is not installed", "maven", "maven"))
        with tempfile.TemporaryDirectory(dir=libs.parent) as scratch:
            fresh = Path(scratch, "libs")
            _copy(maven, fresh)
            (fresh / STAMP).write_text(wanted, encoding="ascii")
            shutil.rmtree(libs, ignore_errors=True)
            fresh.rename(libs)
    return libs


def _copy(maven: str, target: Path) -> None:
    command = [maven, "-B", "-q", "-f", str(POM), "dependency:copy-dependencies"]
    done = subprocess.run(
        [*command, f"-DoutputDirectory={target}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=COPY_SECONDS,
    )
    if done.returncode != 0:
        raise RuntimeError(f"Maven could not fetch Kafka:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _advice(tool: str, state: str, debian: str, brew: str) -> str:
    wanted = f"{tool} {JAVA_MIN} or later" if tool == "Java" else tool
    return (
        f"{tool} {state}: Kafka needs {wanted}.\n"
        f"  Debian, Ubuntu: apt-get install {debian}\n  macOS: brew install {brew}\n{_WITHOUT}"
    )
