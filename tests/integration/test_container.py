"""A worker needs no more than its container gives: a read-only root, no capabilities, one folder to write."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.topics import EVENT_TOPICS
from tests.integration.harness import CORPUS, ROOT, Feed, corpus

pytestmark = pytest.mark.kafka

# As `read_only`, `cap_drop` and `no-new-privileges` of docker-compose.yml. `$1` is the folder of the data.
_CONFINED = """
set -e
mount --make-rprivate /
mount --bind "$1" /mnt
mount -o remount,ro,bind /
cd /
shift
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all "$@"
"""


def confined(folder: Path, *words: str) -> list[str]:
    """The command `words` where only /mnt, which is `folder`, can be written."""
    return ["unshare", "--mount", "sh", "-c", _CONFINED, "sh", str(folder), *words]


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("unshare and setpriv (util-linux) make the confinement")
    trial = subprocess.run(confined(tmp_path, "true"), capture_output=True, text=True, check=False, timeout=30)
    if trial.returncode != 0:
        pytest.skip(f"this machine lets no test remount its root: {trial.stderr.strip()}")
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def test_a_worker_without_rights_does_all_its_work(feed: Feed, tmp_path: Path) -> None:
    written = confined(tmp_path, "sh", "-c", "touch /root/x /usr/x /etc/x")
    assert subprocess.run(written, capture_output=True, check=False, timeout=30).returncode != 0
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")},
        "COMMUNIQUE_BROKER": feed.settings.broker,
        "COMMUNIQUE_TOPIC_PREFIX": feed.settings.topic_prefix,
        "COMMUNIQUE_WEB_PORT": "0",
        "COMMUNIQUE_DATA_DIR": "/mnt/data",
        "TMPDIR": "/mnt",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT),
    }
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            confined(tmp_path, sys.executable, "-m", "streams.worker"),
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        feed.ingest(corpus(CORPUS))
        feed.drain(120)
        status = Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii")
        assert re.search(r"^CapBnd:\t0+$", status, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
        outputs = feed.outputs()
        assert all(outputs[topic.name] for topic in EVENT_TOPICS.values())
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(15) == 0, log.read_text(encoding="utf-8")[-3000:]
    assert (tmp_path / "data" / "worker-1").is_dir()
