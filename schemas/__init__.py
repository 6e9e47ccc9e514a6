"""The contract of the feed: every record, every topic. Imports nothing of `streams`."""
