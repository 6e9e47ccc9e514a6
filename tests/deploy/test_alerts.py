"""The alerts speak when they should, and lead to a page that says what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from streams.metrics import Metrics

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
RUNBOOK = ROOT / "deploy" / "RUNBOOK.md"
CASES = Path(__file__).with_name("rules_test.yml")

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)"
)


def alerts() -> list[dict[str, object]]:
    """The alerts of the rules."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


@needs_promtool
def test_alerts_speak_when_they_should_and_are_silent_when_they_should_be() -> None:
    checked = subprocess.run(
        ["promtool", "test", "rules", CASES.name], cwd=CASES.parent, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()


@needs_promtool
def test_rules_and_configuration_are_valid() -> None:
    """The configuration is that of the compose file; it names the rules beside it."""
    for command in (["check", "rules", RULES], ["check", "config", RULES.with_name("prometheus.yml")]):
        checked = subprocess.run(["promtool", *command], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()


def test_every_alert_is_tested() -> None:
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))["tests"]
    fired = {check["alertname"] for case in cases for check in case["alert_rule_test"] if check.get("exp_alerts")}
    assert fired == {alert["alert"] for alert in alerts()}


def test_every_metric_is_in_the_runbook() -> None:
    metrics = Metrics("0", "0")
    metrics.health(lambda: True, lambda: 0)
    text = RUNBOOK.read_text(encoding="utf-8")
    suffixes = {"counter": "_total", "info": "_info"}
    names = {family.name + suffixes.get(family.type, "") for family in metrics.registry.collect()}
    told = set(re.findall(r"`(communique_\w+)`", text))
    assert {name for name in names if name.startswith("communique_")} <= told


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_every_alert_has_a_section_of_the_runbook(alert: dict[str, dict[str, str]]) -> None:
    """Its link leads to a section that says what it means, where to look and what to do."""
    text = RUNBOOK.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    name = str(alert["alert"])
    assert alert["annotations"]["runbook"] == f"deploy/RUNBOOK.md#{name.lower()}"
    for heading in ("**Means.**", "**Look.**", "**Do.**"):
        assert heading in sections[name]
