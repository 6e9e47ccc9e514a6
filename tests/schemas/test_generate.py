"""The published JSON Schemas are what the models say, and what the feed sends fits them."""

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from schemas import generate
from schemas.article import DuplicateLink, RawArticle
from schemas.event import MeetingEvent
from schemas.json_schema import file_name
from schemas.message import message
from schemas.slots import Codes
from schemas.topics import ARTICLES_DUPLICATE, TOPICS

SCHEMAS = {
    name.removeprefix("json/"): json.loads(text) for name, text in generate.files().items() if name.startswith("json/")
}


def test_the_files_in_the_repository_are_up_to_date():
    assert generate.drift() == [], "run: python -m schemas.generate"


def test_check_names_a_file_that_differs(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "json" / "Reading.v1.json").write_text("{}")
    (tmp_path / "json" / "Old.v1.json").write_text("{}")
    (tmp_path / "asyncapi.json").unlink()
    assert generate.main(["--check"]) == 1
    said = [line.split()[0] for line in capsys.readouterr().err.splitlines()]
    assert said == ["asyncapi.json", "json/Old.v1.json", "json/Reading.v1.json"]


def test_two_processes_write_the_same_bytes():
    script = "from schemas.generate import files; print(sorted(files().items()))"
    outputs = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_valid_schema(name):
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_envelope_names_the_schema_of_its_record(topic):
    link = DuplicateLink(article_id="a", record_id="r", duplicate_of="b", likeness="near", similarity=0.9)
    headers = dict(message(ARTICLES_DUPLICATE, "a", link).headers)
    assert headers["ce_dataschema"].decode() == SCHEMAS["DuplicateLink.v1.json"]["$id"]
    assert file_name(topic.model) in SCHEMAS


def test_a_record_that_the_feed_writes_fits_and_null_does_not():
    event = MeetingEvent(
        event_id="evt-1",
        parties=("KAZ", "RUS"),
        confidence=0.9,
        codes=Codes(plover="CONSULT", cameo="042"),
        ruleset="1",
        sources=(),
        status="held",
        format="visit",
    )
    validator = Draft202012Validator(SCHEMAS["MeetingEvent.v1.json"])
    written = json.loads(event.encode())
    validator.validate(written)
    assert not validator.is_valid(written | {"place": None})
    assert not validator.is_valid(written | {"status": "rumoured"})
    assert not validator.is_valid({name: value for name, value in written.items() if name != "kind"})
    assert validator.is_valid(written | {"a_later_field": 1}), "newer producers may add fields"


def test_a_raw_article_may_hold_anything_besides():
    validator = Draft202012Validator(SCHEMAS[file_name(RawArticle)])
    validator.validate({"text": "x", "section": {"a": [1]}, "url": None})
