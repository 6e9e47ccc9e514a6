"""What is missing for Kafka is said in words that help."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from deploy.kafka import jars, probe
from deploy.kafka.__main__ import main
from deploy.kafka.broker import Broker, free_port


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing on its PATH but the folder that this returns."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str, text: str) -> None:
    """A shell script on the PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_without_java_the_message_names_what_to_install_and_the_way_without(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["start", "--data", str(bare / "kafka"), "--port", str(free_port())]) == 1
    said = capsys.readouterr().err
    assert "Java is not installed" in said
    assert "apt-get install default-jre-headless" in said
    assert "`make run`" in said


def test_an_old_java_is_named(bare: Path) -> None:
    program(bare, "java", "echo 'openjdk version \"11.0.20\" 2023-07-18' >&2")
    with pytest.raises(jars.MissingToolError, match=r"too old \(openjdk version \"11\.0\.20\""):
        jars.find_java()


def test_a_newer_java_will_do(bare: Path) -> None:
    program(bare, "java", "echo 'openjdk version \"21\" 2023-09-19' >&2")
    assert jars.find_java() == str(bare / "java")


def test_without_maven_the_message_names_what_to_install(bare: Path) -> None:
    with pytest.raises(jars.MissingToolError, match="apt-get install maven"):
        jars.prepare(bare / "libs")


def test_a_failure_of_maven_is_shown_and_leaves_no_half_filled_folder(bare: Path) -> None:
    program(bare, "mvn", "echo 'no such artifact'; exit 1")
    with pytest.raises(RuntimeError, match="no such artifact"):
        jars.prepare(bare / "libs")
    assert not (bare / "libs").exists()


def test_a_folder_of_another_version_is_filled_anew_and_a_current_one_is_not(bare: Path) -> None:
    fill = 'for last; do :; done; folder="${last#*=}"; /bin/mkdir -p "$folder"; echo jar > "$folder/kafka.jar"'
    program(bare, "mvn", fill)
    libs = bare / "libs"
    libs.mkdir()
    (libs / "old.jar").touch()
    jars.prepare(libs)
    assert sorted(path.name for path in libs.iterdir()) == ["kafka.jar", "pom.sha256"]
    program(bare, "mvn", "exit 1")
    assert jars.prepare(libs) == libs


def test_an_open_port_that_does_not_speak_kafka_is_not_ready() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        assert probe.serves(*server.getsockname(), timeout=1.0) is False
        thread.join()


def test_a_port_that_another_program_has_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(RuntimeError, match=f"Port {port} is taken"):
            Broker(tmp_path, port).start()


def test_status_of_nothing_is_an_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(tmp_path / "kafka")]) == 1
    assert capsys.readouterr().out == "Kafka does not run.\n"


def test_a_temporary_home_is_gone_after_the_block_even_where_the_start_fails(bare: Path) -> None:
    broker = Broker()
    with pytest.raises(jars.MissingToolError), broker:
        pass
    assert not broker.home.exists()
