"""What a change of a JSON Schema breaks: within a major version the contract only grows.

For records that the feed publishes, a consumer written against the old schema must be able to read what the new one
allows: fields stay, stay of their type, and stay present where they were. Fields and vocabulary may be added. For
records that producers send (`RawArticle`), what the old schema took the new one must take: nothing may become
required, no type may become narrower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
_COMBINED = ("anyOf", "oneOf", "allOf")


def breaks(old: Schema, new: Schema, *, sent_by_producers: bool = False) -> list[str]:
    """What the new schema of a record takes away from those who rely on the old, one line each, in a fixed order.

    `old` and `new` are whole JSON Schemas (2020-12) as `schemas.generate` writes them.
    """
    return sorted(set(_Comparison(old, new, sent_by_producers).differences(old, new, "", frozenset())))


class _Comparison:
    def __init__(self, old: Schema, new: Schema, sent_by_producers: bool) -> None:
        self._old, self._new = old, new
        self._sent_by_producers = sent_by_producers

    def differences(self, old: Schema, new: Schema, path: str, above: frozenset[str]) -> Iterator[str]:
        """What breaks at `path` and below; `above` holds the definitions that are being compared already."""
        name = str(old.get("$ref", ""))
        if name in above:
            return
        old, new, above = _resolved(self._old, old), _resolved(self._new, new), above | {name} - {""}
        where = path or "the record"
        yield from self._type(old, new, where)
        yield from self._vocabulary(old, new, where)
        yield from self._required(old, new, path)
        properties: Mapping[str, Schema] = new.get("properties", {})
        for field, schema in old.get("properties", {}).items():
            below = f"{path}.{field}" if path else field
            if field not in properties:
                yield f"{below}: the field is gone"
            else:
                yield from self.differences(schema, properties[field], below, above)
        for key in ("items", "additionalProperties"):
            if isinstance(old.get(key), Mapping) and isinstance(new.get(key), Mapping):
                yield from self.differences(old[key], new[key], f"{path}[]", above)
        for key in ("prefixItems", *_COMBINED):
            for number, (one, other) in enumerate(zip(old.get(key, ()), new.get(key, ()), strict=False)):
                if isinstance(one, Mapping) and isinstance(other, Mapping):
                    yield from self.differences(one, other, f"{path}({number})", above)

    def _type(self, old: Schema, new: Schema, where: str) -> Iterator[str]:
        before, after = self._types(self._old, old), self._types(self._new, new)
        lost = (before - after) if self._sent_by_producers else (after - before)
        if before and lost:
            what = "no longer takes" if self._sent_by_producers else "may now be"
            yield f"{where}: {what} {', '.join(sorted(lost))}"

    def _types(self, root: Schema, schema: Schema) -> set[str]:
        """The JSON types that the schema allows, as far as it says."""
        schema = _resolved(root, schema)
        types = {schema["type"]} if isinstance(schema.get("type"), str) else set(schema.get("type", ()))
        for key in _COMBINED:
            for part in schema.get(key, ()):
                types |= self._types(root, part)
        return types

    def _vocabulary(self, old: Schema, new: Schema, where: str) -> Iterator[str]:
        before = set(old.get("enum", ())) or {old["const"]} if "const" in old or "enum" in old else set()
        after = set(new.get("enum", ())) or {new["const"]} if "const" in new or "enum" in new else set()
        gone = before - after
        if before and after and gone:
            yield f"{where}: no longer {', '.join(sorted(map(str, gone)))}"

    def _required(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        before, after = set(old.get("required", ())), set(new.get("required", ()))
        for field in (after - before) if self._sent_by_producers else (before - after):
            below = f"{path}.{field}" if path else field
            yield f"{below}: {'is now required' if self._sent_by_producers else 'may now be missing'}"


def _resolved(root: Schema, schema: Schema) -> Schema:
    """The schema, or the definition in `root` that it refers to."""
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    resolved: Schema = root["$defs"][reference.removeprefix("#/$defs/")]
    return resolved
