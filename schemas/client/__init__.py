"""The feed for Python programs: `for event in subscribe("kafka://127.0.0.1:9092", parties=["KAZ"]): …`."""

from schemas.client.items import Event, FeedError, Switched, Withdrawn
from schemas.client.subscription import Subscription, subscribe

__all__ = ["Event", "FeedError", "Subscription", "Switched", "Withdrawn", "subscribe"]
