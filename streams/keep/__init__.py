"""Keeps what the feed says as tables: by key, for those who ask."""
