"""The contract only grows: what was released stays readable, and producers may go on sending what they send."""

import json
from pathlib import Path

import pytest

from schemas import generate
from schemas.compatible import breaks

RELEASED = Path(generate.__file__).parent / "released"
NOW = {
    name.removeprefix("json/"): json.loads(text) for name, text in generate.files().items() if name.startswith("json/")
}
VERSIONS = sorted(path for path in RELEASED.iterdir() if path.is_dir())


def record(required=("name",), **properties):
    return {"type": "object", "required": list(required), "properties": properties}


TEXT = {"type": "string"}
KIND = {"type": "string", "enum": ["near", "exact"]}
OLD = record(name=TEXT, kind=KIND, sources={"type": "array", "items": {"$ref": "#/$defs/S"}}) | {
    "$defs": {"S": record(("url",), url=TEXT)}
}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_nothing_that_was_released_is_taken_back(version):
    broken = {}
    for path in sorted(version.glob("*.json")):
        old = json.loads(path.read_text())
        found = (
            breaks(old, NOW[path.name], sent_by_producers=path.name.startswith("RawArticle"))
            if path.name in NOW
            else ["gone"]
        )
        if found:
            broken[path.name] = found
    assert VERSIONS
    assert broken == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: s["properties"].pop("kind"), ["kind: the field is gone"]),
        (lambda s: s["properties"]["name"].update(type="integer"), ["name: may now be integer"]),
        (lambda s: s["properties"]["kind"].update(enum=["near", "derived"]), ["kind: no longer exact"]),
        (lambda s: s.update(required=[]), ["name: may now be missing"]),
        (lambda s: s["$defs"]["S"]["properties"].pop("url"), ["sources[].url: the field is gone"]),
        (lambda s: s["$defs"]["S"].update(required=[]), ["sources[].url: may now be missing"]),
    ],
)
def test_what_a_consumer_relies_on_may_not_change(change, told):
    new = json.loads(json.dumps(OLD))
    change(new)
    assert breaks(OLD, new) == told


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["properties"].update(later=TEXT),
        lambda s: s["properties"]["kind"]["enum"].append("derived"),
        lambda s: s["required"].append("kind"),
        lambda s: s["properties"]["name"].update(description="another word"),
    ],
)
def test_fields_and_vocabulary_may_be_added(change):
    new = json.loads(json.dumps(OLD))
    change(new)
    assert breaks(OLD, new) == []


def test_producers_may_go_on_sending_what_they_send():
    assert breaks(OLD, OLD | {"required": ["name", "kind"]}, sent_by_producers=True) == ["kind: is now required"]
    either = record(name={"anyOf": [TEXT, {"type": "null"}]})
    assert breaks(either, record(name=TEXT), sent_by_producers=True) == ["name: no longer takes null"]
    assert breaks(record(name=TEXT), either, sent_by_producers=True) == []


def test_a_definition_that_holds_itself_is_compared_once():
    tree = record((), child={"$ref": "#/$defs/T"}) | {"$defs": {"T": record((), child={"$ref": "#/$defs/T"})}}
    assert breaks(tree, tree) == []
