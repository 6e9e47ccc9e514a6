"""Asks a broker in Kafka's own protocol whether it serves clients: an open port alone does not say so."""

from __future__ import annotations

import socket
import struct

# https://kafka.apache.org/protocol: Metadata is request 3; version 4 is the last with plain integers
# that every broker since 2.1 still answers.
_METADATA, _VERSION, _CORRELATION = 3, 4, 1
_CLIENT = b"communique-probe"
_ANSWER_MAX = 1 << 20


def serves(host: str, port: int, timeout: float = 2.0) -> bool:
    """Whether the broker at `host`:`port` lists at least one broker that is ready for clients.

    A broker that is still starting either does not answer or leaves itself out of the list.
    """
    header = struct.pack(f">hhih{len(_CLIENT)}s", _METADATA, _VERSION, _CORRELATION, len(_CLIENT), _CLIENT)
    body = struct.pack(">i?", 0, False)  # no topics, create none
    request = header + body
    try:
        with socket.create_connection((host, port), timeout=timeout) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            (size,) = struct.unpack(">i", _read(connection, 4))
            if not 0 < size <= _ANSWER_MAX:
                return False
            correlation, _throttle, brokers = struct.unpack_from(">iii", _read(connection, size))
    except (OSError, EOFError, struct.error):
        return False
    return bool(correlation == _CORRELATION and brokers >= 1)


def _read(connection: socket.socket, size: int) -> bytes:
    """Exactly `size` bytes; raises EOFError where the other side closes before."""
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
