"""What every record shares: frozen, tolerant when read, canonical when written."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value. Unknown fields of a newer producer are ignored, so old readers keep reading."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def encode(self) -> bytes:
        """The record as UTF-8 JSON: fields in declared order, empty optionals left out.

        Equal records have equal bytes, whichever process writes them; the byte-for-byte tests rest on it.
        """
        return self.model_dump_json(exclude_none=True).encode()

    @classmethod
    def decode(cls, value: bytes) -> Self:
        """The record that `value` holds; raises pydantic.ValidationError where it does not fit."""
        return cls.model_validate_json(value)
