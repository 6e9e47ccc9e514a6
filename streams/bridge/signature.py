"""Signatures of webhooks by the Standard Webhooks specification 1.0 (standardwebhooks.com): HMAC-SHA256."""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "whsec_"
LEAST_BYTES = 24


class SecretError(ValueError):
    """The secret cannot sign; the message says what it should look like, and nothing of what it is."""


class Signer:
    """Signs with the secret `whsec_` and base64 of at least 24 bytes; raises SecretError."""

    def __init__(self, secret: str) -> None:
        try:
            self._key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
        except ValueError:
            self._key = b""
        if len(self._key) < LEAST_BYTES:
            raise SecretError(f"the webhook's secret is not {PREFIX} and base64 of at least {LEAST_BYTES} bytes")

    def headers(self, identity: str, timestamp: int, body: bytes) -> dict[str, str]:
        """The headers of a request: its id, when it is sent (seconds since 1970), and the signature of all three."""
        signed = b".".join((identity.encode(), str(timestamp).encode(), body))
        digest = base64.b64encode(hmac.new(self._key, signed, hashlib.sha256).digest()).decode()
        return {"webhook-id": identity, "webhook-timestamp": str(timestamp), "webhook-signature": f"v1,{digest}"}
