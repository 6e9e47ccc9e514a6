"""A real Prometheus on the rules of deploy/prometheus, with minutes made seconds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from deploy.kafka.broker import free_port
from tests.integration.harness import ROOT

RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
WINDOWS = {"5m": "10s", "10m": "20s", "15m": "120s", "1h": "10s"}
"""What the rules look back over, and what they look back over here."""
HOLDS = {"1m": "5s", "5m": "10s", "10m": "2s", "15m": "2s", "30m": "2s"}
"""How long they wait before they speak: five minutes become longer than a worker needs to start, one minute longer
than a busy machine leaves scrapes unanswered."""

CONFIG = """
global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
rule_files: [{folder}/rules.yml]
scrape_configs:
  - job_name: communique
    file_sd_configs: [{{files: [{folder}/communique.json], refresh_interval: 1s}}]
  - job_name: communique-replay
    file_sd_configs: [{{files: [{folder}/communique-replay.json], refresh_interval: 1s}}]
"""


def quick(rules: str) -> str:
    """The rules with windows of seconds, and little to wait for."""
    looked_back = re.sub(r"\[(\d+[mh])\]", lambda found: f"[{WINDOWS[found[1]]}]", rules)
    return re.sub(r"for: (\d+[mh])", lambda found: f"for: {HOLDS[found[1]]}", looked_back)


class Prometheus:
    """Runs inside the block. Nothing is scraped before `scrape` says what."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        program = shutil.which("prometheus")
        assert program
        (self._folder / "rules.yml").write_text(quick(RULES.read_text()))
        (self._folder / "prometheus.yml").write_text(CONFIG.format(folder=self._folder))
        self.scrape([])
        self.scrape([], job="communique-replay")
        with (self._folder / "prometheus.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    program,
                    f"--config.file={self._folder}/prometheus.yml",
                    f"--storage.tsdb.path={self._folder}/prometheus",
                    f"--web.listen-address=127.0.0.1:{self._port}",
                ],
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process
        self._process.terminate()
        self._process.wait(20)

    def scrape(self, ports: Iterable[int], job: str = "communique") -> None:
        """From now on these ports of this machine are the job's targets."""
        targets = json.dumps([{"targets": [f"127.0.0.1:{port}" for port in ports]}])
        fresh = self._folder / f"{job}.json.new"
        fresh.write_text(targets)
        fresh.rename(self._folder / f"{job}.json")

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The series that the expression gives now."""
        found: list[dict[str, Any]] = self._api("query", {"query": expression})["result"]
        return found

    def firing(self) -> dict[str, dict[str, str]]:
        """The alerts that fire now, by name, each with its annotations."""
        return {
            alert["labels"]["alertname"]: alert["annotations"]
            for alert in self._api("alerts")["alerts"]
            if alert["state"] == "firing"
        }

    def wait_for(self, alert: str, seconds: float = 60.0) -> dict[str, str]:
        """Wait until the alert fires; returns its annotations."""
        deadline = time.monotonic() + seconds
        while alert not in (firing := self.firing()):
            assert time.monotonic() < deadline, f"{alert} does not fire, but {sorted(firing)}"
            time.sleep(0.5)
        return firing[alert]

    def _api(self, page: str, parameters: Mapping[str, str] | None = None) -> Any:
        query = urllib.parse.urlencode(parameters or {})
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/api/v1/{page}?{query}", timeout=10) as answer:
            return json.load(answer)["data"]

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                self.query("1")
            except (urllib.error.URLError, OSError):
                assert time.monotonic() < deadline, (self._folder / "prometheus.log").read_text()[-2000:]
                time.sleep(0.2)
            else:
                return
