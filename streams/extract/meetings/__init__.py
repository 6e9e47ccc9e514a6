"""Reads meetings: visits, talks, summits, calls and forums, each with who, where, when and in what state."""

from streams.extract.meetings.reader import MeetingReader

__all__ = ["MeetingReader"]
