"""Last stage: reports of the same event from any number of articles become one event with all its sources."""
