"""No Docker engine is needed to see that what `docker compose up` reads fits together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator

from schemas.topics import ARTICLES_RAW
from streams.metrics import Metrics
from streams.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DASHBOARDS = sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"))
RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
METRIC = re.compile(r"(?<![:\w])communique_[a-z_]+(?![:\w])")  # not those that rules record, which have colons


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The parsed compose file."""
    return read(COMPOSE)


def read(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def environments(compose: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """All variables of all services, with their values."""
    for service in compose["services"].values():
        yield from service.get("environment", {}).items()


def test_the_file_keeps_to_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text(encoding="utf-8"))
    # The schema is older than the top-level `name`, which compose reads since 2.3.
    stripped = {key: value for key, value in compose.items() if key != "name"}
    errors = Draft201909Validator(schema).iter_errors(stripped)
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def test_every_file_that_is_mounted_is_there(compose: dict[str, Any]) -> None:
    mounts = [mount for service in compose["services"].values() for mount in service.get("volumes", [])]
    bound = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert len(bound) >= 4
    assert [path for path in bound if not (ROOT / path).exists()] == []


def test_every_named_volume_is_declared_and_used(compose: dict[str, Any]) -> None:
    mounts = [mount for service in compose["services"].values() for mount in service.get("volumes", [])]
    used = {mount.split(":")[0] for mount in mounts if not mount.startswith((".", "/"))}
    assert used == set(compose["volumes"])


def test_every_service_that_is_waited_for_exists_and_can_become_ready(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        waits = service.get("depends_on", {})
        assert set(waits) <= set(services)
        for name, wait in waits.items() if isinstance(waits, dict) else ():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in services[name]


def test_every_variable_is_a_setting_of_communique(compose: dict[str, Any]) -> None:
    known = {f"COMMUNIQUE_{name.upper()}" for name in Settings.model_fields}
    set_here = {name for name, _ in environments(compose) if name.startswith("COMMUNIQUE_")}
    asked_for = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text(encoding="utf-8")))
    assert set_here
    assert set_here | asked_for <= known


def test_the_settings_of_the_workers_are_valid(compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The values, defaults of `${NAME:-default}` filled in, are ones that Settings accepts."""
    for name, value in compose["services"]["worker"]["environment"].items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value))
    settings = Settings()
    assert settings.broker.startswith("kafka://kafka:")
    assert settings.partitions_of(ARTICLES_RAW) >= compose["services"]["worker"]["deploy"]["replicas"]
    assert (
        settings.web_port
        == read(ROOT / "deploy/prometheus/prometheus.yml")["scrape_configs"][0]["dns_sd_configs"][0]["port"]
    )
    assert f":{settings.web_port}/live" in str(compose["services"]["worker"]["healthcheck"]["test"])


def test_kafka_is_the_same_with_and_without_docker(compose: dict[str, Any]) -> None:
    """Same version as the jars, and the same value for each property that both set (addresses aside)."""
    kafka = compose["services"]["kafka"]
    pom = (ROOT / "deploy/kafka/pom.xml").read_text(encoding="utf-8")
    assert f"<kafka.version>{kafka['image'].split(':')[1]}</kafka.version>" in pom
    text = (ROOT / "deploy/kafka/server.properties").read_text(encoding="utf-8")
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    properties = {name: value for name, value in pairs if "@" not in value}
    in_docker = {
        name.removeprefix("KAFKA_").replace("_", ".").lower(): value for name, value in kafka["environment"].items()
    }
    both = properties.keys() & in_docker.keys()
    listeners = {"inter.broker.listener.name", "listener.security.protocol.map"}
    assert len(both) >= 12
    assert {name: properties[name] for name in both - listeners} == {name: in_docker[name] for name in both - listeners}


def test_every_file_that_the_image_copies_is_there(compose: dict[str, Any]) -> None:
    for name in ("topics", "worker"):
        assert (ROOT / compose["services"][name]["build"]["dockerfile"]).is_file()
    dockerfile = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    ignore = (ROOT / "deploy/Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    sources = {source for copy in copies for source in copy.split()}
    assert {"schemas", "streams", "deploy/lock/runtime.txt"} <= sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignore, source


def test_prometheus_reads_its_rules_and_knows_the_workers(compose: dict[str, Any]) -> None:
    config = read(ROOT / "deploy/prometheus/prometheus.yml")
    mounted = {mount.split(":")[1] for mount in compose["services"]["prometheus"]["volumes"]}
    assert {f"/etc/prometheus/{name}" for name in config["rule_files"]} <= mounted
    names = {
        name for job in config["scrape_configs"] for found in job.get("dns_sd_configs", ()) for name in found["names"]
    }
    assert names <= set(compose["services"])


def test_grafana_finds_its_dashboards_and_its_source_of_data(compose: dict[str, Any]) -> None:
    provisioning = ROOT / "deploy/grafana/provisioning"
    (source,) = read(provisioning / "datasources/prometheus.yml")["datasources"]
    host = re.match(r"http://([a-z]+):\d+$", source["url"])
    assert host is not None
    assert host[1] in compose["services"]
    (provider,) = read(provisioning / "dashboards/communique.yml")["providers"]
    mounts = [mount.split(":") for mount in compose["services"]["grafana"]["volumes"]]
    folders = {target: ROOT / here for here, target, *_ in mounts}
    assert sorted(folders[provider["options"]["path"]].glob("*.json")) == DASHBOARDS
    for dashboard in DASHBOARDS:
        panels = json.loads(dashboard.read_text(encoding="utf-8"))["panels"]
        assert {panel["datasource"]["uid"] for panel in panels} == {source["uid"]}


@pytest.mark.parametrize("path", [*DASHBOARDS, RULES], ids=lambda path: path.name)
def test_every_metric_that_is_shown_or_watched_is_exported(path: Path) -> None:
    exported = set()
    metrics = Metrics("0", "0")
    metrics.health(lambda: True, lambda: 0)
    for family in metrics.registry.collect():
        suffixes = {
            "counter": ("_total",),
            "histogram": ("_bucket", "_sum", "_count"),
            "info": ("_info",),
        }.get(family.type, ("",))
        exported |= {family.name + suffix for suffix in suffixes}
    asked_for = set(METRIC.findall(path.read_text(encoding="utf-8")))
    assert asked_for
    assert asked_for <= exported


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.name)
def test_the_panels_of_a_dashboard_do_not_overlap(path: Path) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert max(x for x, _ in cells) < 24
        assert not taken & cells
        taken |= cells
