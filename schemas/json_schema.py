"""The JSON Schema of each record, made from its model."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from schemas.article import RawArticle
from schemas.base import Model
from schemas.message import VERSION
from schemas.topics import CONTROL, TOPICS

_Field = core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Accepted(GenerateJsonSchema):
    """What producers may send."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - a fixed signature
        """No titles: they only say the names again."""
        return False


class _Published(_Accepted):
    """What consumers get: `Model.encode` leaves empty optionals out and writes every other default."""

    def field_is_required(self, field: _Field, total: bool) -> bool:  # noqa: ARG002 - a fixed signature
        """A field is always there unless its default is null."""
        schema = field["schema"]
        return schema["type"] != "default" or schema.get("default") is not None or "default_factory" in schema

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The type without null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A default of null says nothing that leaving the field out does not."""
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def file_name(model: type[Model]) -> str:
    """The name of the model's schema file, as `ce_dataschema` gives it."""
    return f"{model.__name__}.{VERSION}.json"


def json_schema(model: type[Model]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the model's records.

    It leaves further fields open: a later version may add some, and producers of raw articles may send any.
    """
    generator = _Accepted if model is RawArticle else _Published
    body = model.model_json_schema(schema_generator=generator)
    about = [topic for topic in (*TOPICS, *CONTROL) if topic.model is model]
    return {
        "$schema": DIALECT,
        "$id": f"/schemas/json/{file_name(model)}",
        **body,
        "x-topics": [{"name": topic.name, "key": topic.key, "cleanup": topic.cleanup} for topic in about],
    }
