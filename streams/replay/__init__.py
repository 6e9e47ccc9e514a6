"""The raw log read again: into runs that stand beside the feed, and into archives that outlive it."""
