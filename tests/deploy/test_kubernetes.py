"""What `kubectl apply -k` sends is what the servers' schemas take, and what the workers need."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import SecretStr

from schemas.topics import EVENT_TOPICS
from streams.kafka.connection import bootstrap_servers
from streams.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "deploy" / "kubernetes"
STRIMZI = json.loads(Path(__file__).with_name("strimzi-1.2.json").read_text(encoding="utf-8"))
VERSION = "1.37"
WORKER = {"app.kubernetes.io/name": "communique", "app.kubernetes.io/component": "worker"}

Resource = dict[str, Any]


def files() -> list[Path]:
    """The files that hold whole resources, which need no kustomize to be read."""
    found = [path for path in sorted(KUBERNETES.glob("*/*.yaml")) if path.name != "kustomization.yaml"]
    return [path for path in found if path != KUBERNETES / "strimzi/workers.yaml"]  # a patch


@pytest.fixture(scope="module", params=["base", "strimzi"])
def rendered(request: pytest.FixtureRequest) -> list[Resource]:
    """All resources of an overlay, as kustomize puts them together."""
    tool = shutil.which("kubectl")
    if tool is None:
        pytest.skip("kubectl renders the overlays, and is not installed")
    command = [tool, "kustomize", str(KUBERNETES / request.param)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def the(resources: list[Resource], kind: str) -> Resource:
    (found,) = [each for each in resources if each["kind"] == kind]
    return found


def problems(resource: Resource) -> list[str]:
    """Where the resource departs from the schema of its kind."""
    if resource["kind"] in STRIMZI:
        errors = Draft202012Validator(STRIMZI[resource["kind"]]).iter_errors(resource)
        return [f"{error.json_path}: {error.message}" for error in errors]
    try:
        kubernetes_validate.validate(resource, VERSION, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"{list(error.path)}: {error.message}"]
    return []


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_resource_keeps_to_its_schema(path: Path) -> None:
    resources = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    assert resources
    # The Prometheus operator's ServiceMonitor has no schema here.
    known = [each for each in resources if each["kind"] != "ServiceMonitor"]
    assert {each["metadata"]["name"]: problems(each) for each in known if problems(each)} == {}


def test_a_misspelt_field_is_found() -> None:
    pool = next(yaml.safe_load_all((KUBERNETES / "strimzi/kafka.yaml").read_text(encoding="utf-8")))
    workers = next(yaml.safe_load_all((KUBERNETES / "base/workers.yaml").read_text(encoding="utf-8")))
    pool["spec"]["storage"]["volumes"][0]["sise"] = "1Gi"
    workers["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    assert problems(pool)
    assert problems(workers)


def test_what_kustomize_renders_keeps_to_the_schemas(rendered: list[Resource]) -> None:
    assert {each["metadata"]["name"]: problems(each) for each in rendered if problems(each)} == {}


def test_the_settings_are_ones_that_workers_accept(
    rendered: list[Resource], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And the secret is read from the file that the operator's secret is mounted as."""
    values = the(rendered, "ConfigMap")["data"]
    password = tmp_path / "password"
    password.write_text("from the operator\n", encoding="utf-8")
    for name, value in values.items():
        assert name.removesuffix("_FILE").removeprefix("COMMUNIQUE_").lower() in Settings.model_fields
        monkeypatch.setenv(name, str(password) if name.endswith("_FILE") else value)
    settings = Settings()
    assert bootstrap_servers(settings.broker)
    assert settings.broker_password == SecretStr("from the operator" if settings.broker_user else "")
    assert not any("PASSWORD" in name and not name.endswith("_FILE") for name in values)


def test_workers_scale_to_the_partitions_and_no_further(rendered: list[Resource]) -> None:
    scaler = the(rendered, "HorizontalPodAutoscaler")["spec"]
    workers = the(rendered, "StatefulSet")
    assert str(scaler["maxReplicas"]) == the(rendered, "ConfigMap")["data"]["COMMUNIQUE_PARTITIONS"]
    assert scaler["scaleTargetRef"]["name"] == workers["metadata"]["name"]
    assert scaler["scaleTargetRef"]["kind"] == "StatefulSet"
    assert "replicas" not in workers["spec"]  # else each apply undoes what the autoscaler did
    for container in workers["spec"]["template"]["spec"]["containers"]:
        assert "cpu" in container["resources"]["requests"]  # which its use is measured against


def test_every_selector_finds_the_workers(rendered: list[Resource]) -> None:
    workers = the(rendered, "StatefulSet")["spec"]
    assert workers["template"]["metadata"]["labels"].items() >= WORKER.items()
    assert workers["selector"]["matchLabels"] == WORKER
    assert the(rendered, "Service")["spec"]["selector"] == WORKER
    assert the(rendered, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == WORKER
    policy = the(rendered, "NetworkPolicy")["spec"]
    assert policy["podSelector"]["matchLabels"] == WORKER
    assert {"podSelector": {"matchLabels": WORKER}} in policy["ingress"][0]["from"]
    assert {"podSelector": {"matchLabels": WORKER}} in [
        peer for rule in policy["egress"] for peer in rule.get("to", ())
    ]


def test_pods_may_do_nothing_that_they_need_not(rendered: list[Resource]) -> None:
    """The restricted Pod Security Standard, and a file system that only /data and /tmp of can be written."""
    pod = the(rendered, "StatefulSet")["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    dockerfile = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert f"--uid {pod['securityContext']['runAsUser']} " in dockerfile
    for container in [*pod["initContainers"], *pod["containers"]]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "memory" in container["resources"]["limits"]
        writable = {mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")}
        assert writable == {"/data", "/tmp"}


def test_probes_ask_the_pages_that_tell(rendered: list[Resource]) -> None:
    (worker,) = the(rendered, "StatefulSet")["spec"]["template"]["spec"]["containers"]
    asked = {name: worker[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {name: probe["path"] for name, probe in asked.items()} == {
        "startupProbe": "/live",
        "livenessProbe": "/live",
        "readinessProbe": "/ready",
    }
    (port,) = worker["ports"]
    assert {probe["port"] for probe in asked.values()} == {port["name"]}
    assert str(port["containerPort"]) == the(rendered, "ConfigMap")["data"]["COMMUNIQUE_WEB_PORT"]
    startup = worker["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] > 60  # what a worker waits for broker and topics


def test_workers_reach_each_other_by_name(rendered: list[Resource]) -> None:
    workers, service = the(rendered, "StatefulSet"), the(rendered, "Service")
    (worker,) = workers["spec"]["template"]["spec"]["containers"]
    url = next(each["value"] for each in worker["env"] if each["name"] == "COMMUNIQUE_WEB_URL")
    assert url == f"http://$(POD_NAME).{service['metadata']['name']}:{worker['ports'][0]['containerPort']}"
    assert workers["spec"]["serviceName"] == service["metadata"]["name"]
    assert service["spec"]["clusterIP"] == "None"
    assert service["spec"]["publishNotReadyAddresses"] is True


def test_the_operators_names_are_those_that_workers_use() -> None:
    """Strimzi names secrets and services after the cluster and the user."""
    pool, kafka, *users = yaml.safe_load_all((KUBERNETES / "strimzi/kafka.yaml").read_text(encoding="utf-8"))
    cluster = kafka["metadata"]["name"]
    settings = (KUBERNETES / "strimzi/kustomization.yaml").read_text(encoding="utf-8")
    (listener,) = kafka["spec"]["kafka"]["listeners"]
    assert f"kafka://{cluster}-kafka-bootstrap:{listener['port']}" in settings
    assert listener["tls"] is True
    assert listener["authentication"]["type"] == "scram-sha-512"
    assert {each["metadata"]["labels"]["strimzi.io/cluster"] for each in (pool, *users)} == {cluster}
    patch = yaml.safe_load((KUBERNETES / "strimzi/workers.yaml").read_text(encoding="utf-8"))
    volumes = {each["name"]: each["secret"] for each in patch["spec"]["template"]["spec"]["volumes"]}
    assert volumes["kafka-ca"]["secretName"] == f"{cluster}-cluster-ca-cert"
    user = re.search(r"BROKER_USER=(\S+)", settings)
    assert user
    assert volumes["kafka-user"]["secretName"] == user[1]
    assert user[1] in {each["metadata"]["name"] for each in users}


def test_kafka_is_set_as_everywhere() -> None:
    _, kafka, *_ = yaml.safe_load_all((KUBERNETES / "strimzi/kafka.yaml").read_text(encoding="utf-8"))
    text = (ROOT / "deploy/kafka/server.properties").read_text(encoding="utf-8")
    properties = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    for name in ("message.max.bytes", "replica.fetch.max.bytes", "auto.create.topics.enable"):
        assert str(kafka["spec"]["kafka"]["config"][name]).lower() == properties[name]


def test_a_subscriber_may_read_what_is_meant_for_them_and_write_nothing() -> None:
    _, _, _, subscriber = yaml.safe_load_all((KUBERNETES / "strimzi/kafka.yaml").read_text(encoding="utf-8"))
    acls = subscriber["spec"]["authorization"]["acls"]
    assert {operation for acl in acls for operation in acl["operations"]} == {"Read", "Describe"}
    topics = [acl["resource"] for acl in acls if acl["resource"]["type"] == "topic"]

    def readable(name: str) -> bool:
        return any(
            name.startswith(each["name"]) if each["patternType"] == "prefix" else name == each["name"]
            for each in topics
        )

    assert all(readable(topic.name) for topic in EVENT_TOPICS.values())
    assert all(map(readable, ("reports", "relations", "actors", "aliases", "run-new.events.meeting")))
    assert not any(map(readable, ("articles.raw", "communique-articles-changelog", "runs")))


def test_the_monitor_finds_the_service() -> None:
    monitor = yaml.safe_load((KUBERNETES / "monitor/monitor.yaml").read_text(encoding="utf-8"))
    _, service = yaml.safe_load_all((KUBERNETES / "base/workers.yaml").read_text(encoding="utf-8"))
    assert service["metadata"]["labels"].items() >= monitor["spec"]["selector"]["matchLabels"].items()
    assert [endpoint["port"] for endpoint in monitor["spec"]["endpoints"]] == [service["spec"]["ports"][0]["name"]]
