"""The feed for Python programs: `for event in subscribe("kafka://127.0.0.1:9092", parties=["KAZ"]): …`."""

from schemas.client.subscription import FeedError, Subscription, Switched, Withdrawn, subscribe

__all__ = ["FeedError", "Subscription", "Switched", "Withdrawn", "subscribe"]
