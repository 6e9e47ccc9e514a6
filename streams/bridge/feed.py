"""The feed as bridges read it: with the settings' broker and topics, and the withdrawals."""

from __future__ import annotations

from typing import Any

from schemas.client import Subscription, subscribe
from streams.kafka.connection import client_options
from streams.settings import Settings


def subscribed(settings: Settings, **wanted: Any) -> Subscription:
    """A subscription that tells of withdrawals too; `wanted` are arguments of `schemas.client.subscribe`.

    Raises FeedError where no broker answers or it has no such topics, BrokerAddressError.
    """
    options = client_options(settings)
    del options["bootstrap_servers"]
    return subscribe(
        settings.broker, prefix=settings.topic_prefix, withdrawals=True, **{**options, "client_id": "bridge", **wanted}
    )
