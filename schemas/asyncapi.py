"""The AsyncAPI 3.0 document of the feed, made from the registry of topics and their records.

The document stands for itself: records lie under `components.schemas`, each definition once.
"""

from __future__ import annotations

from typing import Any

from schemas.json_schema import json_schema
from schemas.message import VERSION
from schemas.topics import ARTICLES_RAW, CONTROL, TOPICS, Topic

Document = dict[str, Any]
RELEASE = "1.1.0"
"""Of the contract: the major number is the `v…` of types and schemas, the minor one rises with what is added."""

_KAFKA_BINDING = "0.5.0"
_HEADERS: dict[str, tuple[str, bool]] = {
    "ce_specversion": ("CloudEvents version: 1.0", True),
    "ce_id": ("digest of topic, key and value: equal for a repetition, another for a revision", True),
    "ce_source": ("/communique/ and the first part of the topic's name", True),
    "ce_type": (f"communique.<topic>.{VERSION}; of a tombstone communique.<topic>.withdrawn.{VERSION}", True),
    "ce_subject": ("of events the parties, separated by commas; else the key", True),
    "ce_time": (
        "when the article, or the event's first source, was published (RFC 3339); missing where unknown",
        False,
    ),
    "ce_dataschema": ("path of the record's JSON Schema", True),
    "content-type": ("application/json", True),
}


def document() -> Document:
    """The document as JSON-able values; the same models give the same document."""
    schemas: dict[str, Any] = {}
    for model in {topic.model.__name__: topic.model for topic in (*TOPICS, *CONTROL)}.values():
        body = json_schema(model)
        for name, definition in body.pop("$defs", {}).items():
            schemas[name] = _relocated(definition)
        kept = {key: value for key, value in body.items() if key not in ("$schema", "$id", "x-topics")}
        schemas[model.__name__] = _relocated(kept)
    return {
        "asyncapi": "3.0.0",
        "id": "urn:communique:feed",
        "info": {
            "title": "Communiqué",
            "version": RELEASE,
            "description": "An event-sourced feed of diplomatic events: news articles in, meetings, agreements and "
            "economic figures between countries out. Every topic but `articles.raw` and `articles.clean` is compacted: "
            "keep the last record of each key, and drop the key at a tombstone.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {
                "host": "127.0.0.1:9092",
                "protocol": "kafka",
                "description": "The broker that `make up` starts; yours is set with COMMUNIQUE_BROKER.",
            }
        },
        "channels": {_name(topic): _channel(topic) for topic in (*TOPICS, *CONTROL)},
        "operations": {
            _verb(topic) + _name(topic)[0].upper() + _name(topic)[1:]: _operation(topic)
            for topic in (*TOPICS, *CONTROL)
        },
        "components": {"schemas": dict(sorted(schemas.items())), "messageTraits": {"cloudEvent": _envelope()}},
    }


def _name(topic: Topic) -> str:
    """The topic's name as an identifier: "eventsMeeting"."""
    first, *rest = topic.name.split(".")
    return first + "".join(part.capitalize() for part in rest)


def _verb(topic: Topic) -> str:
    return "deliver" if topic is ARTICLES_RAW else "subscribeTo"


def _channel(topic: Topic) -> Document:
    settings: Document = {"cleanup.policy": [topic.cleanup]}
    kafka: Document = {"topicConfiguration": settings, "bindingVersion": _KAFKA_BINDING}
    if topic.partitions:
        kafka["partitions"] = topic.partitions
    record: Document = {
        "name": topic.model.__name__,
        "title": topic.model.__name__,
        "summary": topic.about,
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{topic.model.__name__}"},
        "bindings": {
            "kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": _KAFKA_BINDING},
        },
    }
    if topic is not ARTICLES_RAW:
        record["traits"] = [{"$ref": "#/components/messageTraits/cloudEvent"}]
    return {
        "address": topic.name,
        "description": f"{topic.about[0].upper()}{topic.about[1:]}. Key: {topic.key}.",
        "messages": {topic.model.__name__: record},
        "bindings": {"kafka": kafka},
    }


def _operation(topic: Topic) -> Document:
    """What users do with the topic. AsyncAPI tells it from the side of the application that the document describes."""
    return {
        "action": "receive" if topic is ARTICLES_RAW else "send",
        "channel": {"$ref": f"#/channels/{_name(topic)}"},
        "summary": topic.about,
        "messages": [{"$ref": f"#/channels/{_name(topic)}/messages/{topic.model.__name__}"}],
    }


def _envelope() -> Document:
    return {
        "headers": {
            "type": "object",
            "properties": {
                name: {"type": "string", "description": about} for name, (about, _) in sorted(_HEADERS.items())
            },
            "required": sorted(name for name, (_, always) in _HEADERS.items() if always),
        }
    }


def _relocated(schema: Any) -> Any:
    """The schema with its definitions referred to where the document holds them.

    A `discriminator` is OpenAPI's and means something else in AsyncAPI; `oneOf` says all without it.
    """
    if isinstance(schema, dict):
        return {
            key: _reference(value) if key == "$ref" else _relocated(value)
            for key, value in schema.items()
            if key != "discriminator"
        }
    if isinstance(schema, list):
        return [_relocated(part) for part in schema]
    return schema


def _reference(target: str) -> str:
    return target.replace("#/$defs/", "#/components/schemas/")
