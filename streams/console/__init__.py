"""The read-only web console: pages over the log for people, see `communique serve`."""
