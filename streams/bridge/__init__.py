"""Bridges: the feed for those who speak no Kafka. They read as any subscriber does, by `schemas.client`."""
