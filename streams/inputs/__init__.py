"""From files to raw records: bytes as a producer would send them, one article each."""

from __future__ import annotations

from streams.inputs.files import Found, find, read
from streams.inputs.record import InputError, Record

__all__ = ["Found", "InputError", "Record", "find", "read"]
