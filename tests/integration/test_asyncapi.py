"""The AsyncAPI document is valid by AsyncAPI's own parser."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from schemas import generate
from schemas.topics import CONTROL, TOPICS

CHECK = Path(__file__).parent / "asyncapi"
DOCUMENT = Path(generate.__file__).parent / "asyncapi.json"


@pytest.fixture(scope="module")
def validate(tmp_path_factory):
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        assert not os.environ.get("CI"), "CI installs Node.js and npm"
        pytest.skip("Node.js and npm are needed for AsyncAPI's parser")
    folder = tmp_path_factory.mktemp("asyncapi")
    for path in CHECK.iterdir():
        shutil.copy(path, folder)
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True, timeout=240)

    def run(document):
        return subprocess.run(
            [node, "validate.mjs", str(document)], cwd=folder, capture_output=True, text=True, timeout=60
        )

    return run


def test_the_document_is_valid_and_has_every_topic(validate):
    ended = validate(DOCUMENT)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == sorted(topic.name for topic in (*TOPICS, *CONTROL))


def test_the_parser_would_find_a_mistake(validate, tmp_path):
    broken = json.loads(DOCUMENT.read_text())
    broken["operations"]["subscribeToReports"]["channel"] = {"$ref": "#/channels/none"}
    (tmp_path / "broken.json").write_text(json.dumps(broken))
    assert validate(tmp_path / "broken.json").returncode == 1
