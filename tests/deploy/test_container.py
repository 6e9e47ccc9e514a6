"""What runs in containers can do no more than it has to."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_does_not_run_as_root() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.+)$", final, re.MULTILINE) == ["10001:10001"]
    assert "--uid 10001 --gid 10001 " in final


def test_the_image_installs_what_the_lock_file_names_and_nothing_else() -> None:
    installs = re.findall(r"pip install (.+)$", DOCKERFILE, re.MULTILINE)
    assert installs == [
        "--require-hashes -r deploy/lock/runtime.txt",
        "--no-deps --no-build-isolation .",
        "--target /opt/tools --require-hashes -r deploy/lock/compile.txt",
    ]


def test_no_compiler_reaches_the_image() -> None:
    build, _, final = DOCKERFILE.rpartition("\nFROM ")
    assert "apt-get install" in build
    assert not re.search(r"apt-get|/opt/tools|gcc", final)


def test_no_service_has_privileges_or_can_gain_them() -> None:
    for name, service in SERVICES.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "pid", "network_mode", "devices"} & service.keys(), name


def test_our_containers_write_nowhere_but_to_their_data() -> None:
    for name in ("topics", "worker"):
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["tmpfs"] == ["/tmp"]
        assert service.get("volumes", []) in ([], ["/data"])


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_no_secret_is_written_into_a_file_of_the_repository() -> None:
    files = [ROOT / "docker-compose.yml", *(ROOT / "deploy").rglob("*.yaml"), *(ROOT / "deploy").rglob("*.yml")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert not re.search(r"(?i)\b(password|secret|token)[ \t]*[:=][ \t]*[\"']?\w{4,}", text.replace("secretName:", ""))
